package dev.baton.testcluster.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Operator experience, section 4: from a clone to a moving address with one command; what that
 * needs is brought, or named.
 */
class DemoScriptTest {
    private static final int MISSING = 69;

    @TempDir private Path folder = Path.of("set by JUnit");
    private StubbedMachine machine;

    @BeforeEach
    void prepare() throws IOException {
        machine = new StubbedMachine(folder);
    }

    @Test
    void whatIsThereIsNotInstalledAndTheDemoGetsItsArguments() throws IOException {
        Outcome outcome = machine.run("demo", "--steps", "kill");

        assertEquals(0, outcome.status(), outcome.output());
        assertEquals(List.of(), machine.calls("apt-get"));
        assertTrue(java().endsWith("dev.baton.testcluster.demo.DemoMain --steps kill"), java());
    }

    @Test
    void aWordThatIsNoOptionIsRefusedBeforeAnythingIsBuiltOrInstalled() throws IOException {
        machine.remove("curl");

        Outcome outcome = machine.run("demo", "--keep", "--step", "kill");

        assertEquals(2, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("unknown option --step; usage: demo [--keep]"));
        assertEquals(List.of(), machine.calls("apt-get"));
        assertEquals(List.of(), machine.calls("mvn"));
    }

    @Test
    void helpIsPrintedAtOnce() throws IOException {
        Outcome outcome = machine.run("bench", "--help");

        assertEquals(0, outcome.status(), outcome.output());
        assertEquals("usage: bench [--json FILE] [--runs N]", outcome.output().strip());
        assertEquals(List.of(), machine.calls("mvn"));
    }

    @Test
    void withoutRootWhatIsMissingIsNamedWithItsPackageAndNothingIsInstalled() throws IOException {
        machine.user(1000);
        machine.remove("curl");
        machine.remove("ps");

        Outcome outcome = machine.run("demo");

        assertEquals(MISSING, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("demo: missing: procps curl."), outcome.output());
        assertTrue(outcome.output().contains("apt-get install"), outcome.output());
        assertEquals(List.of(), machine.calls("apt-get"));
        assertEquals(List.of(), machine.calls("mvn"));
    }

    @Test
    void aPrometheusIsNeededByThoseWhoAskForOne() throws IOException {
        machine.user(1000);

        Outcome outcome = machine.run("demo", "--prometheus");

        assertEquals(MISSING, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("demo: missing: prometheus."), outcome.output());
    }

    @Test
    void asRootWhatIsMissingIsBroughtAndTheDemoBegins() throws IOException {
        machine.remove("curl");
        String curl = machine.commands().resolve("curl").toString();
        machine.stub("apt-get", "[ $2 = update ] || { : >%1$s && chmod +x %1$s; }".formatted(curl));

        Outcome outcome = machine.run("demo");

        assertEquals(0, outcome.status(), outcome.output());
        assertEquals(
                List.of("apt-get -q update", "apt-get -q install -y --no-install-recommends curl"),
                machine.calls("apt-get"));
        assertEquals(1, machine.calls("java").size());
    }

    @Test
    void asRootWhatCannotBeBroughtIsNamed() throws IOException {
        machine.remove("curl");

        Outcome failed = machine.run("demo");
        machine.stub("apt-get", "");
        Outcome without = machine.run("demo");

        assertEquals(MISSING, failed.status(), failed.output());
        assertTrue(failed.output().contains("missing: curl, and apt-get update failed"));
        assertEquals(MISSING, without.status(), without.output());
        assertTrue(without.output().contains("missing: curl. As root"), without.output());
        assertEquals(List.of(), machine.calls("java"));
    }

    @Test
    void withoutRootAndUserNamespacesItSaysThatRootIsNeeded() throws IOException {
        machine.user(1000);
        machine.stub("unshare", "exit 1");

        Outcome outcome = machine.run("demo");

        assertEquals(MISSING, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("allows no user namespaces; run it as root"));
        assertEquals(List.of(), machine.calls("java"));
    }

    @Test
    void withoutRootItBeginsAgainInsideAUserNamespaceWithItsArguments() throws IOException {
        machine.user(1000);

        Outcome outcome = machine.run("demo", "--seed", "7");

        assertEquals(0, outcome.status(), outcome.output());
        String entered = machine.text();
        assertTrue(entered.contains("unshare -Urnm sh -c"), entered);
        assertTrue(entered.contains("test-cluster/demo --seed 7\n"), entered);
    }

    @Test
    void itBuildsWhatIsMissingOrOlderThanItsSourcesAndOnlyThen() throws IOException {
        machine.run("demo");
        machine.run("demo");
        assertEquals(1, machine.calls("mvn").size());

        machine.edit();
        machine.run("bench");
        assertEquals(2, machine.calls("mvn").size());

        machine.stub("git", "echo def5678");
        machine.run("demo");
        machine.run("demo");
        assertTrue(machine.calls("mvn").getLast().contains("-Dbuild.commit=def5678"));
    }

    @Test
    void aFailedBuildEndsItAndIsTriedAgain() throws IOException {
        machine.stub("mvn", "exit 1");

        Outcome first = machine.run("demo");
        Outcome second = machine.run("demo");

        assertEquals(1, first.status(), first.output());
        assertTrue(first.output().contains("demo: the build failed, see above"));
        assertEquals(1, second.status(), second.output());
        assertEquals(2, machine.calls("mvn").size());
        assertEquals(List.of(), machine.calls("java"));
    }

    @Test
    void withoutABuildAndToldNotToBuildItSaysWhatToDo() throws IOException {
        Outcome outcome = machine.run(List.of("BATON_DEMO_BUILD=no"), "demo");

        assertEquals(MISSING, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("no distribution in node-agent/target/baton"));
        assertEquals(List.of(), machine.calls("mvn"));
    }

    private String java() throws IOException {
        return machine.calls("java").getLast();
    }
}
