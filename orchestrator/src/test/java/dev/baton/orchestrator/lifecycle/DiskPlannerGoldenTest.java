package dev.baton.orchestrator.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.events.contract.opennebula.TransferCall.Migration.Moment;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

@DisplayName("Storage call-outs contract, 4.5: the transfer calls of each change, in order")
class DiskPlannerGoldenTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "lifecycle");
    private static final Machine.Home SYSTEM =
            new Machine.Home(0, "/var/lib/one/datastores", "ssh");
    private static final Disk CLONE =
            new Disk.OfImage(0, "shared", "/ds/1/os", true, false, OptionalLong.of(10240));
    private static final Disk PERSISTENT =
            new Disk.OfImage(
                    1, "iscsi", "iqn.2012-02.org:vg.lv7", false, true, OptionalLong.empty());
    private static final Disk SWAP = new Disk.Swap(2, 1024);
    private static final Disk VOLATILE = new Disk.Volatile(3, 2048, "ext4");
    private static final Machine.Context CONTEXT =
            new Machine.Context(4, List.of("/srv/context.sh", "/srv/key.pub"));

    private static final Machine ALL =
            new Machine(
                    42, SYSTEM, List.of(CLONE, PERSISTENT, SWAP, VOLATILE), Optional.of(CONTEXT));

    private final StringBuilder page = new StringBuilder();

    @Test
    void everyKindOfDisk() throws IOException {
        page.append("# One disk of each kind: a copy, an image itself, swap, volatile, context.\n");
        everyChange(ALL);
        for (Moment moment : Moment.values()) {
            print(ALL, "LIVE from h1 to h2, " + moment, new Change.Live("h1", "h2", moment));
        }
        for (Deed deed : Deed.values()) {
            print(ALL, "SNAPSHOT 5 of disk 0, " + deed, new Change.Snapshot("h1", 0, deed, 5));
        }
        print(ALL, "SNAPSHOT 5 of disk 3", new Change.Snapshot("h1", 3, Deed.TAKE, 5));
        print(ALL, "RESIZE of disk 1", new Change.Resize("h1", 1, 40));
        print(ALL, "SAVE of disk 0", new Change.Save("h1", 0, -1, 7, "/ds/1/new"));
        print(ALL, "SAVE of snapshot 5 of disk 3", new Change.Save("h1", 3, 5, 7, "/ds/1/new"));

        assertGolden("every-kind.txt");
    }

    @Test
    void onlyDisksWithoutAnImage() throws IOException {
        page.append("# Disks made for the machine: moves and ends are of its directory alone.\n");
        everyChange(new Machine(7, SYSTEM, List.of(SWAP, VOLATILE), Optional.empty()));

        assertGolden("made-only.txt");
    }

    private void everyChange(Machine machine) {
        print(machine, "CREATE on h1", new Change.Create("h1"));
        print(machine, "STOP on h1", new Change.Stop("h1"));
        print(machine, "RESUME on h1", new Change.Resume("h1"));
        print(machine, "MIGRATE from h1 to h2", new Change.Migrate("h1", "h2"));
        print(machine, "SHUTDOWN on h1", new Change.Shutdown("h1"));
        print(machine, "DELETE on h1", new Change.Delete("h1"));
    }

    /** Each call, and what follows when it is the one that fails. */
    private void print(Machine machine, String title, Change change) {
        DiskPlan plan = new DiskPlanner(machine, "fe").plan(change);
        page.append('\n').append(title).append('\n');
        for (int each = 0; each < plan.calls().size(); each++) {
            DiskPlan.Recovery recovery = plan.after(each);
            page.append("    ").append(plan.calls().get(each).line()).append('\n');
            recovery.undo()
                    .forEach(
                            call ->
                                    page.append("        failed, undo: ")
                                            .append(PlannedCall.line(call))
                                            .append('\n'));
            recovery.left()
                    .forEach(
                            line ->
                                    page.append("        failed, left: ")
                                            .append(line)
                                            .append('\n'));
        }
    }

    private void assertGolden(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, page);
        }
        assertEquals(Files.readString(file), page.toString(), "golden.update=true rewrites it");
    }

    @Test
    @DisplayName("4.9: only a disk with data has snapshots and another size")
    void whatADiskCannotDoIsSaid() {
        DiskPlanner planner = new DiskPlanner(ALL, "fe");

        assertEquals(Optional.empty(), planner.objection(new Change.Resize("h1", 3, 40)));
        assertEquals(
                "disk 2 of machine 42 is to swap on: it has no snapshots, keeps its size and"
                        + " becomes no image",
                planner.objection(new Change.Resize("h1", 2, 40)).orElseThrow());
        assertEquals(
                "machine 42 has no disk 4 with data; its description has [0, 1, 2, 3]",
                planner.objection(new Change.Snapshot("h1", 4, Deed.TAKE, 5)).orElseThrow());
    }

    @Test
    @DisplayName("4.5: strictly one after another, all on the front-end")
    void anOperationHasOneStepInEachStage() {
        DiskPlan plan = new DiskPlanner(ALL, "fe").plan(new Change.Migrate("h1", "h2"));

        var operation = plan.operation(new Pnn(2));

        assertTrue(operation.stages().stream().allMatch(stage -> stage.steps().size() == 1));
        assertTrue(operation.steps().stream().allMatch(step -> step.on().equals(new Pnn(2))));
        assertEquals("[machine:42]", operation.subjects().toString());
        assertEquals(
                plan.calls().stream().map(PlannedCall::inverse).toList(),
                operation.steps().stream().map(step -> step.inverse()).toList());
    }

    @Test
    void twoDisksOfOneNumberAreNoMachine() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Machine(1, SYSTEM, List.of(SWAP, SWAP), Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Machine(
                                1,
                                SYSTEM,
                                List.of(SWAP),
                                Optional.of(new Machine.Context(2, List.of("/x")))));
    }
}
