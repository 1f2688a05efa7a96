package dev.baton.agent.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code baton voters ...} and {@code baton node reload}. */
final class VoterCommands {

    private VoterCommands() {}

    static CommandSpec voters() {
        CommandSpec voters = Leaf.described("voters", "Who votes.", "baton voters show");
        voters.addSubcommand(
                "show",
                Leaf.reading(
                                "show",
                                "Whose votes protect the addresses; exit 1: the cluster is not"
                                        + " founded yet.",
                                "baton voters show")
                        .doing(_ -> VoterPages::show));
        voters.addSubcommand(
                "found",
                Leaf.reading(
                                "found",
                                "Founds the cluster without waiting for nodes that never came."
                                        + " With --force: every node gets its vote again, though"
                                        + " too few voters are left to agree. Only when no other"
                                        + " node serves anything: two halves would both serve.",
                                "baton voters found")
                        .flag("--force", "No other node serves anything: I looked.")
                        .doing(
                                line ->
                                        context ->
                                                VoterPages.found(
                                                        context,
                                                        line.hasMatchedOption("--force"))));
        return voters;
    }

    static CommandSpec reload() {
        return Leaf.reading(
                        "reload",
                        "The nodes of the cluster become what the nodes files say now; they must"
                                + " be equal on all nodes that run. Takes about as long as a"
                                + " promise.",
                        "baton node reload")
                .doing(_ -> VoterPages::reload);
    }
}
