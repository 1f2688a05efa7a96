package dev.baton.agent.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;

/** {@code snapshot}: rounds of snapshots of all nodes at once. */
final class SnapshotCommands {

    private static final String SCHEDULE = "Id of a schedule of the settings.";

    private SnapshotCommands() {}

    static CommandSpec snapshot() {
        CommandSpec snapshot =
                CommandTree.noun(
                        "snapshot",
                        "Snapshots of all nodes at once, by schedules of the settings.",
                        "baton snapshot run nightly");
        snapshot.addSubcommand(
                "run",
                Leaf.changing(
                                "run",
                                "Freezes the nodes of a schedule, takes its snapshots, thaws the"
                                        + " nodes, and says what that came to.",
                                "baton snapshot run nightly")
                        .flag("--plan", "Show what would be run; run nothing.")
                        .parameter("SCHEDULE", "1", SCHEDULE)
                        .doing(SnapshotCommands::run));
        snapshot.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "Each schedule, when it is due next, and its snapshots on this"
                                        + " node.",
                                "baton snapshot list")
                        .doing(_ -> SnapshotPages::list));
        snapshot.addSubcommand(
                "show",
                Leaf.reading(
                                "show",
                                "One schedule, its rounds and its snapshots on this node.",
                                "baton snapshot show nightly")
                        .parameter("SCHEDULE", "1", SCHEDULE)
                        .doing(
                                line ->
                                        context ->
                                                SnapshotPages.show(
                                                        context, CommandTree.word(line, 0))));
        return snapshot;
    }

    private static Action run(ParseResult line) {
        String schedule = CommandTree.word(line, 0);
        boolean planned = line.hasMatchedOption("--plan");
        Duration wait = CommandTree.waiting(line);
        return context -> {
            if (planned) {
                return VolumePages.plan(
                        "a round of " + schedule,
                        StorageCommands.ask(() -> context.rounds().plan(schedule)));
            }
            String job = StorageCommands.ask(() -> context.rounds().run(schedule));
            return JobPages.begun(context, job, wait);
        };
    }
}
