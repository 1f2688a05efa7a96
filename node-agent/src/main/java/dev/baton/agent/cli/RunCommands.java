package dev.baton.agent.cli;

import picocli.CommandLine.Model.CommandSpec;

import java.util.Map;

/** {@code run list}, {@code show} and {@code replay}. */
final class RunCommands {

    private static final String RUN = "Id of a run stored here, latest, or a file.";
    private static final Map<String, String> SHOW_CODES =
            Map.of(
                    "0", "done",
                    "2", "wrong usage, or the file is no saved run",
                    "4", "no such run or file",
                    "6", "not permitted",
                    "70", "a bug of ours");
    private static final Map<String, String> REPLAY_CODES =
            Map.of(
                    "0", "the same plan",
                    "1", "another plan",
                    "2", "wrong usage, or the file is no saved run",
                    "4", "no such run or file",
                    "6", "not permitted",
                    "70", "a bug of ours");

    private RunCommands() {}

    static CommandSpec run() {
        CommandSpec run = CommandTree.noun("run", "Takeover runs.", "baton run list");
        run.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "The takeover runs that ended, of every node that led; the newest "
                                        + RunPage.MOST
                                        + ". STORED ones can be shown and replayed on this node."
                                        + " Without an agent: those this node has stored.",
                                "baton run list --since 7d")
                        .option("--since", "WHEN", "A span or a time (default 24h).")
                        .doing(
                                line ->
                                        context ->
                                                RunPage.list(
                                                        context,
                                                        CommandTree.option(
                                                                line, "--since", "24h"))));
        run.addSubcommand(
                "show",
                Leaf.offline(
                                "show",
                                "A stored run: why it began, the cluster it saw, its plan, how it"
                                        + " ended. Asks no agent.",
                                "baton run show latest",
                                SHOW_CODES)
                        .parameter("RUN", "1", RUN)
                        .option("--node", "NODE", "Ask the node that led it.")
                        .doing(
                                line ->
                                        context ->
                                                RunElsewhere.show(
                                                        context,
                                                        CommandTree.word(line, 0),
                                                        CommandTree.option(line, "--node", ""))));
        run.addSubcommand(
                "replay",
                Leaf.offline(
                                "replay",
                                "Plans a stored run once more and compares the plan with the"
                                        + " stored one. Asks no agent, changes nothing.",
                                "baton run replay latest",
                                REPLAY_CODES)
                        .parameter("RUN", "1", RUN)
                        .doing(_ -> CommandTree.elsewhere("run replay")));
        return run;
    }
}
