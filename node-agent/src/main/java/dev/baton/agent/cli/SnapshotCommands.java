package dev.baton.agent.cli;

import dev.baton.agent.round.RoundAsk;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.Optional;

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
                        .option(
                                "--only",
                                "NODE:TARGET",
                                "One of its targets, as the settings write it; without it all.")
                        .option(
                                "--name",
                                "NAME",
                                "What its snapshots are called by, instead of the time; they are"
                                        + " kept until somebody removes them.")
                        .parameter("SCHEDULE", "1", SCHEDULE)
                        .doing(SnapshotCommands::run));
        snapshot.addSubcommand(
                "remove",
                Leaf.changing(
                                "remove",
                                "Removes a snapshot of this node, as its schedule took it.",
                                "baton snapshot remove nightly nightly-before-upgrade")
                        .flag("--plan", "Show what would be run; run nothing.")
                        .parameter("SCHEDULE", "1", SCHEDULE)
                        .parameter("SNAPSHOT", "1", "Its name, as: baton snapshot show SCHEDULE")
                        .doing(SnapshotCommands::remove));
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
        RoundAsk ask =
                new RoundAsk(
                        CommandTree.word(line, 0),
                        Optional.ofNullable(line.matchedOptionValue("--only", null)),
                        Optional.ofNullable(line.matchedOptionValue("--name", null)));
        boolean planned = line.hasMatchedOption("--plan");
        Duration wait = CommandTree.waiting(line);
        return context -> {
            if (planned) {
                return VolumePages.plan(
                        "a round of " + ask.schedule(),
                        StorageCommands.ask(() -> context.rounds().plan(ask)));
            }
            String job = StorageCommands.ask(() -> context.rounds().run(ask));
            return JobPages.begun(context, job, wait);
        };
    }

    private static Action remove(ParseResult line) {
        String schedule = CommandTree.word(line, 0);
        String snapshot = CommandTree.word(line, 1);
        boolean planned = line.hasMatchedOption("--plan");
        Duration wait = CommandTree.waiting(line);
        return context -> {
            if (planned) {
                return VolumePages.plan(
                        "the removal of " + snapshot,
                        StorageCommands.ask(
                                () -> context.rounds().planRemoval(schedule, snapshot)));
            }
            String job = StorageCommands.ask(() -> context.rounds().remove(schedule, snapshot));
            return JobPages.begun(context, job, wait);
        };
    }
}
