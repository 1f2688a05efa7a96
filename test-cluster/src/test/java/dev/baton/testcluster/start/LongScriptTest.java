package dev.baton.testcluster.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Operator experience, section 1.1: long runs have names, mistakes are told with a cure. */
class LongScriptTest {
    @TempDir private Path folder = Path.of("set by JUnit");
    private StubbedMachine machine;

    @BeforeEach
    void prepare() throws IOException {
        machine = new StubbedMachine(folder);
    }

    @Test
    void withoutArgumentsAndByListEveryNameIsToldAndNothingIsDone() throws IOException {
        Outcome bare = machine.run("long");
        Outcome list = machine.run("long", "list");

        assertEquals(0, bare.status(), bare.output());
        assertEquals(bare, list);
        for (String name :
                List.of(
                        "chaos",
                        "deaths",
                        "demo-20",
                        "hostile",
                        "packages",
                        "pauses",
                        "scenario",
                        "scenarios",
                        "simulate",
                        "storage")) {
            assertTrue(list.output().contains("  " + name + " "), list.output());
        }
        assertEquals(List.of(), machine.calls("mvn"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "demo-20 --keep",
                "demo-20 --repetitions",
                "demo-20 --repetitions many",
                "hostile --instants",
                "hostile --instants 0",
                "hostile --instants 12345678901",
                "hostile --often 3",
                "packages --often",
                "scenario",
                "scenarios --all",
                "chaos --faults 0",
                "chaos --often 3",
                "deaths --often 3",
                "pauses --pauses 0",
                "pauses --often 3",
                "storage --often 3",
                "scenario /nonexistent/scenario.txt",
                "scenario /tmp"
            })
    void aMistakeIsNamedWithExit2BeforeAnythingIsBuilt(String line) throws IOException {
        Outcome outcome = machine.run("long", line.split(" "));

        assertEquals(2, outcome.status(), outcome.output());
        assertTrue(outcome.output().startsWith("long: "), outcome.output());
        assertEquals(List.of(), machine.calls("mvn"));
    }

    @Test
    void theDemoIsDone20TimesWithAFileOfItsFigures() throws IOException {
        Outcome outcome = machine.run("long", "demo-20", "--steps", "kill,hang");

        assertEquals(0, outcome.status(), outcome.output());
        String java = machine.calls("java").getLast();
        assertTrue(
                java.endsWith("DemoMain --repeat 20 --json demo-20.json --steps kill,hang"), java);
    }

    @Test
    void repetitionsAndFileCanBeChosen() throws IOException {
        machine.run("long", "demo-20", "--repetitions", "3", "--json", "some where.json");

        String java = machine.calls("java").getLast();
        assertTrue(java.endsWith("DemoMain --repeat 3 --json some where.json"), java);
    }

    @Test
    void theHostileInstantsAreATestThatIsNotRepeatedWhenItFails() throws IOException {
        Outcome outcome = machine.run("long", "hostile", "--instants", "30", "--seed", "9");

        assertEquals(0, outcome.status(), outcome.output());
        String mvn = machine.calls("mvn").getLast();
        assertTrue(mvn.contains("-Dit.test=HostileInstantsNetnsIT"), mvn);
        assertTrue(mvn.contains("-Dbaton.hostile.instants=30"), mvn);
        assertTrue(mvn.contains("-Dbaton.hostile.seed=9 verify"), mvn);
    }

    @Test
    void chaosGetsItsNumberAndItsSeed() throws IOException {
        Outcome outcome = machine.run("long", "chaos", "--faults", "30", "--seed", "9");

        assertEquals(0, outcome.status(), outcome.output());
        String mvn = machine.calls("mvn").getLast();
        assertTrue(mvn.contains("-Dit.test=ChaosNetnsIT"), mvn);
        assertTrue(mvn.contains("-Dbaton.chaos.faults=30"), mvn);
        assertTrue(mvn.contains("-Dbaton.chaos.seed=9 verify"), mvn);
    }

    @Test
    void everyDeathIsTriedThroughMaven() throws IOException {
        machine.stub("iptables", "");

        Outcome outcome = machine.run("long", "deaths");

        assertEquals(0, outcome.status(), outcome.output());
        String mvn = machine.calls("mvn").getLast();
        assertTrue(mvn.contains("-Dit.test=DeathAtEveryPointNetnsIT"), mvn);
        assertTrue(mvn.contains("-Dbaton.long=true verify"), mvn);
    }

    @Test
    void storageIsATestOfTheAgentAndOneOnNamespaces() throws IOException {
        Outcome outcome = machine.run("long", "storage");

        assertEquals(0, outcome.status(), outcome.output());
        String mvn = machine.calls("mvn").getLast();
        assertTrue(mvn.contains("-Dtest=KilledHalfWayTest"), mvn);
        assertTrue(mvn.contains("-Dit.test=ProviderParityNetnsIT"), mvn);
        assertTrue(mvn.contains("-Dbaton.long=true verify"), mvn);
    }

    @Test
    void pausesGetTheirNumber() throws IOException {
        machine.stub("strace", "");

        Outcome outcome = machine.run("long", "pauses", "--pauses", "3");

        assertEquals(0, outcome.status(), outcome.output());
        String mvn = machine.calls("mvn").getLast();
        assertTrue(mvn.contains("-Dit.test=PausedNodeNetnsIT"), mvn);
        assertTrue(mvn.contains("-Dbaton.long=true -Dbaton.pauses=3 verify"), mvn);
    }

    @Test
    void everyScenarioIsPlayedOnNamespacesThroughMaven() throws IOException {
        Outcome outcome = machine.run("long", "scenarios");

        assertEquals(0, outcome.status(), outcome.output());
        String mvn = machine.calls("mvn").getLast();
        assertTrue(mvn.contains("-Dit.test=ScenarioFilesNetnsIT"), mvn);
        assertTrue(mvn.contains("-Dbaton.long=true verify"), mvn);
    }

    @Test
    void theHostileInstantsEndWith69WhereTheTestWouldBeSkipped() throws IOException {
        machine.stub("unshare", "exit 1");

        Outcome outcome = machine.run("long", "hostile");

        assertEquals(69, outcome.status(), outcome.output());
        assertEquals(List.of(), machine.calls("mvn"));
    }

    @Test
    void aFailedHostileInstantIsExit1() throws IOException {
        machine.stub("mvn", "exit 3");

        Outcome outcome = machine.run("long", "hostile");

        assertEquals(1, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("long: hostile failed, see above"));
    }

    @Test
    void thePackagesAreBroughtByVerifyAndEachTestIsNamedWithItsTime() throws IOException {
        machine.verify(
                """
                d=test-cluster/target/failsafe-reports
                mkdir -p $d
                for test in Voters OperatorHabits Nfs Samba StockAddresses StockScripts; do
                    echo 'Tests run: 9, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 92.59 s -- in x' \
                        >$d/x.${test}NetnsIT.txt
                done
                """);

        Outcome outcome = machine.run("long", "packages");

        assertEquals(0, outcome.status(), outcome.output());
        String verify = machine.calls("verify").getLast();
        assertTrue(verify.contains("StockAddressesNetnsIT,StockScriptsNetnsIT"), verify);
        assertTrue(verify.endsWith("-Dbaton.long=true"), verify);
        assertTrue(
                outcome.output()
                        .endsWith("\nStockScriptsNetnsIT: Tests run: 9, Skipped: 0, 92.59 s\n"),
                outcome.output());
    }

    @ParameterizedTest
    @CsvSource({"69, 69", "1, 1", "137, 1"})
    void whatVerifyMissesIsExit69AndAFailureIsExit1(int ended, int status) throws IOException {
        machine.verify("exit " + ended);

        Outcome outcome = machine.run("long", "packages");

        assertEquals(status, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("long: packages failed, see above"));
    }

    @Test
    void thePackagesNeedRoot() throws IOException {
        machine.verify("");
        machine.user(1000);

        Outcome outcome = machine.run("long", "packages");

        assertEquals(69, outcome.status(), outcome.output());
        assertEquals(List.of(), machine.calls("verify"));
    }

    @Test
    void theSimulationGetsItsArgumentsAndNeedsNoRoot() throws IOException {
        machine.user(1000);
        machine.stub("unshare", "exit 1");

        Outcome outcome = machine.run("long", "simulate", "-n", "5");

        assertEquals(0, outcome.status(), outcome.output());
        String java = machine.calls("java").getLast();
        assertTrue(java.endsWith("simulation.SimulateMain -n 5"), java);
    }

    @Test
    void aScenarioIsPlayedByItsFile() throws IOException {
        machine.user(1000);
        Path file = Files.writeString(folder.resolve("one.txt"), "nodes: 3");

        Outcome outcome = machine.run("long", "scenario", file.toString());

        assertEquals(0, outcome.status(), outcome.output());
        String java = machine.calls("java").getLast();
        assertTrue(java.endsWith("simulation.ScenarioMain " + file), java);
    }
}
