package dev.baton.agent.cli;

import dev.baton.agent.opennebula.ImageOrder;
import dev.baton.events.contract.opennebula.DatastoreAction;

import picocli.CommandLine.Model.CommandSpec;

/** {@code image snapshot}: what drivers do with snapshots of images that no machine uses. */
final class ImageSnapshots {

    private ImageSnapshots() {}

    static CommandSpec snapshot() {
        CommandSpec snapshot =
                CommandTree.noun(
                        "snapshot",
                        "Snapshots of an image that no machine uses; of a disk: baton disk"
                                + " snapshot.",
                        "baton image snapshot revert web 3");
        add(snapshot, "delete", "Deletes a snapshot.", DatastoreAction.SNAP_DELETE);
        add(
                snapshot,
                "revert",
                "Brings an image back to a snapshot; what was written since is lost.",
                DatastoreAction.SNAP_REVERT);
        add(
                snapshot,
                "flatten",
                "Makes a snapshot the image, and deletes all snapshots.",
                DatastoreAction.SNAP_FLATTEN);
        return snapshot;
    }

    private static void add(
            CommandSpec noun, String name, String description, DatastoreAction action) {
        noun.addSubcommand(
                name,
                Manner.changing(name, description, "baton image snapshot " + name + " web 3")
                        .parameter("IMAGE", "1", "Name or id of an image.")
                        .parameter("SNAPSHOT", "1", "Number of a snapshot, as its driver has it.")
                        .doing(
                                ImageCommands.ordering(
                                        line ->
                                                new ImageOrder.Snapshot(
                                                        CommandTree.word(line, 0),
                                                        action,
                                                        Manner.number(
                                                                "SNAPSHOT",
                                                                CommandTree.word(line, 1))))));
    }
}
