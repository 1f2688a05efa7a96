package dev.baton.orchestrator.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.baton.config.Pnn;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.Driver;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverLayout;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.DriverSettings;
import dev.baton.events.contract.opennebula.DriversContract;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.orchestrator.operation.Ending;
import dev.baton.orchestrator.operation.OperationRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

@DisplayName(
        "Storage call-outs contract, 4.5: the first failure ends the list; what can be is undone")
class DiskPlanRunTest {

    private static final Machine MACHINE =
            new Machine(
                    42,
                    new Machine.Home(0, "/ds", "ssh"),
                    List.of(
                            new Disk.OfImage(0, "shared", "/ds/1/a", true, false, none()),
                            new Disk.OfImage(1, "ssh", "/ds/1/b", false, true, none()),
                            new Disk.Swap(2, 64)),
                    Optional.empty());

    private final List<String> called = new ArrayList<>();

    private static OptionalLong none() {
        return OptionalLong.empty();
    }

    private static DriversContract drivers() {
        return new DriversContract(
                List.of(driver("ssh"), driver("shared")),
                DriverSettings.of(DriverLayout.DEFAULT, "fe"));
    }

    private static Driver driver(String name) {
        return new Driver(
                DriverKind.TRANSFER,
                name,
                Path.of("/var/lib/one/remotes/tm", name),
                new TreeSet<>(List.of("clone", "ln", "mkswap", "delete", "mv", "mvds")),
                Dialect.V3_4);
    }

    /** Every call is done but the one of this number. */
    private Ending<DriverResult> run(Change change, int fails) {
        DiskPlan plan = new DiskPlanner(MACHINE, "fe").plan(change);
        OperationRun<DriverCall, DriverResult> run =
                new OperationRun<>(plan.operation(new Pnn(0)), drivers());
        while (run.ending().isEmpty()) {
            for (OperationRun.Order<DriverCall> order : run.advance()) {
                assertInstanceOf(Encoded.Ready.class, drivers().encode(order.call()));
                called.add(PlannedCall.line((TransferCall) order.call()));
                run.ended(
                        order.number(),
                        order.step() == fails
                                ? new Truth.NotDone<>("no space")
                                : new Truth.Done<>(new DriverResult.Nothing()));
            }
        }
        return run.ending().orElseThrow();
    }

    @Test
    void aCreationThatFailsLeavesNoDirectory() {
        Ending<DriverResult> ending = run(new Change.Create("h1"), 2);

        assertEquals("no space", assertInstanceOf(Ending.Failed.class, ending).why());
        assertEquals(
                List.of(
                        "tm/shared clone /ds/1/a h1:/ds/0/42/disk.0",
                        "tm/ssh ln /ds/1/b h1:/ds/0/42/disk.1",
                        "tm/ssh mkswap 64 h1:/ds/0/42/disk.2",
                        "tm/ssh delete h1:/ds/0/42/disk.1",
                        "tm/shared delete h1:/ds/0/42/disk.0",
                        "tm/ssh delete h1:/ds/0/42"),
                called);
    }

    @Test
    void aMoveThatFailsGoesBack() {
        run(new Change.Migrate("h1", "h2"), 1);

        assertEquals(
                List.of(
                        "tm/shared mv h1:/ds/0/42/disk.0 h2:/ds/0/42/disk.0",
                        "tm/ssh mv h1:/ds/0/42/disk.1 h2:/ds/0/42/disk.1",
                        "tm/shared mv h2:/ds/0/42/disk.0 h1:/ds/0/42/disk.0"),
                called);
    }

    @Test
    void anEndThatFailsStopsThere() {
        run(new Change.Shutdown("h1"), 1);

        assertEquals(
                List.of(
                        "tm/shared delete h1:/ds/0/42/disk.0",
                        "tm/ssh mvds h1:/ds/0/42/disk.1 /ds/1/b"),
                called);
    }

    @Test
    void aDriverThatIsNotThereIsNamed() {
        DriverCall call =
                new DiskPlanner(MACHINE, "fe")
                        .plan(new Change.Delete("h1"))
                        .calls()
                        .getFirst()
                        .call();

        assertEquals(
                new Encoded.Refused(
                        "there is no driver tm/shared; expected /var/lib/one/remotes/tm/shared"),
                new DriversContract(
                                List.of(driver("ssh")),
                                DriverSettings.of(DriverLayout.DEFAULT, "fe"))
                        .encode(call));
    }
}
