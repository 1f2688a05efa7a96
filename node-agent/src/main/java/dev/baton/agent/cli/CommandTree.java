package dev.baton.agent.cli;

import dev.baton.config.Pnn;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/** Every command of {@code baton}. Source: operator experience, section 1.1. */
final class CommandTree {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(30);
    private static final String NODE = "Name, pnn or private address of a node.";

    private CommandTree() {}

    static CommandLine build() {
        CommandSpec root =
                Leaf.described(
                        "baton",
                        "One baton per address: never dropped, never held twice.",
                        "baton status");
        root.addSubcommand("status", status());
        root.addSubcommand("ip", ip());
        root.addSubcommand("node", node());
        root.addSubcommand("voters", VoterCommands.voters());
        root.addSubcommand("tunable", TunableCommands.tunable());
        root.addSubcommand("event", EventCommands.event());
        root.addSubcommand("script", EventCommands.script());
        root.addSubcommand("run", RunCommands.run());
        root.addSubcommand("volume", VolumeCommands.volume());
        root.addSubcommand("pool", PoolCommands.pool());
        root.addSubcommand("snapshot", SnapshotCommands.snapshot());
        root.addSubcommand("datastore", DatastoreCommands.datastore());
        root.addSubcommand("image", ImageCommands.image());
        root.addSubcommand("disk", DiskCommands.disk());
        root.addSubcommand("provider", StorageCommands.provider());
        root.addSubcommand("job", StorageCommands.job());
        root.addSubcommand("call", StorageCommands.call());
        root.addSubcommand("lsm", LsmCommands.lsm());
        root.addSubcommand("history", history());
        root.addSubcommand("explain", ExplainCommand.explain());
        root.addSubcommand("check", check());
        root.addSubcommand("metrics", metrics());
        root.addSubcommand("lock", lock());
        root.addSubcommand("config", ConfigCommands.config());
        root.addSubcommand("token", TokenCommands.token());
        root.addSubcommand("agent", agent());
        root.addSubcommand("shutdown", shutdown());
        root.addSubcommand("ipalloc", ipalloc());
        root.addSubcommand("version", version());
        root.addSubcommand("help", help());
        CommandLine line = new CommandLine(root);
        line.setUsageHelpWidth(80).setUsageHelpAutoWidth(false);
        line.setAbbreviatedOptionsAllowed(false);
        line.setTrimQuotes(false);
        line.setExpandAtFiles(false);
        return line;
    }

    private static CommandSpec status() {
        return Leaf.reading(
                        "status",
                        "Is all well? The answer first, then nodes, addresses, problems.",
                        "baton status -o json")
                .doing(_ -> StatusPage::of);
    }

    private static CommandSpec check() {
        return Leaf.offline(
                        "check",
                        "Is all well, for Nagios and its like: one line with figures behind a bar."
                                + " Also where no agent runs.",
                        "baton check",
                        Map.of(
                                "0", "ok",
                                "1", "warning: something needs a look",
                                "2", "critical: no agent, or an address is not served rightly",
                                "3", "unknown: the agent begins or ends, or may not be asked"))
                .doing(_ -> CheckPage::of);
    }

    private static CommandSpec metrics() {
        return Leaf.offline(
                        "metrics",
                        "The meters of this node as Prometheus reads them; in a file for the"
                                + " textfile collector of node_exporter, which is there whole or as"
                                + " it was before.",
                        "baton metrics --textfile /var/lib/node_exporter/baton.prom",
                        Map.of(
                                "0", "done",
                                "2", "wrong usage",
                                "5", "no agent answers",
                                "6", "not permitted"))
                .option("--textfile", "FILE", "Write a file instead; it ends in .prom.")
                .doing(_ -> elsewhere("metrics"));
    }

    private static CommandSpec ip() {
        CommandSpec ip = noun("ip", "Public addresses.", "baton ip list");
        ip.addSubcommand(
                "list",
                Leaf.reading("list", "Each address and the node that serves it.", "baton ip list")
                        .doing(_ -> IpPages::list));
        ip.addSubcommand(
                "show",
                Leaf.reading(
                                "show",
                                "What every node says of an address.",
                                "baton ip show 192.0.2.10")
                        .parameter("IP", "1", "A public address.")
                        .doing(line -> context -> IpPages.show(context, word(line, 0))));
        ip.addSubcommand(
                "move",
                Leaf.changing(
                                "move",
                                "Moves an address to a node; there it stays until a node changes or"
                                        + " failback is asked for.",
                                "baton ip move 192.0.2.10 n2")
                        .parameter("IP", "1", "A public address.")
                        .parameter("NODE", "1", NODE)
                        .doing(CommandTree::move));
        IpCommands.addTo(ip);
        return ip;
    }

    private static Action move(ParseResult line) {
        Duration wait = waiting(line);
        return context -> {
            Picture picture = Picture.of(context);
            var address = ObjectNames.address(picture, word(line, 0));
            Pnn to = ObjectNames.node(picture, word(line, 1));
            return Changes.move(picture, address, to).carryOut(context, wait);
        };
    }

    private static CommandSpec node() {
        CommandSpec node = noun("node", "Nodes of the cluster.", "baton node list");
        node.addSubcommand(
                "list",
                Leaf.reading("list", "Each node, its state and what it holds.", "baton node list")
                        .doing(_ -> NodePages::list));
        node.addSubcommand(
                "show",
                Leaf.reading("show", "Everything known of one node.", "baton node show n2")
                        .parameter("NODE", "1", NODE)
                        .doing(line -> context -> NodePages.show(context, word(line, 0))));
        node.addSubcommand("reload", VoterCommands.reload());
        addChanges(node);
        return node;
    }

    private static void addChanges(CommandSpec node) {
        node.addSubcommand(
                "disable",
                change("disable", "Takes its addresses away; scripts go on.", true)
                        .doing(
                                line ->
                                        onNode(
                                                line,
                                                (p, n) -> Changes.disable(p, n, reason(line)))));
        node.addSubcommand(
                "enable",
                change("enable", "Ends disable: it may hold addresses again.", false)
                        .doing(line -> onNode(line, Changes::enable)));
        node.addSubcommand(
                "stop",
                change("stop", "Takes it out of the cluster; the agent stays.", true)
                        .doing(line -> onNode(line, (p, n) -> Changes.stop(p, n, reason(line)))));
        node.addSubcommand(
                "continue",
                change("continue", "Ends stop: it takes part again.", false)
                        .doing(line -> onNode(line, Changes::resume)));
        node.addSubcommand(
                "ban",
                Leaf.changing("ban", "Shuts it out for a time.", "baton node ban n2 300")
                        .option("--reason", "TEXT", "Why; shown by status.")
                        .parameter("NODE", "1", NODE)
                        .parameter("SECONDS", "1", "How long; 0 means until unban.")
                        .doing(CommandTree::ban));
        node.addSubcommand(
                "unban",
                change("unban", "Ends a ban.", false).doing(line -> onNode(line, Changes::unban)));
    }

    private static Leaf change(String name, String description, boolean reason) {
        String example = "baton node " + name + " n2" + (reason ? " --reason firmware" : "");
        Leaf leaf = Leaf.changing(name, description, example).parameter("NODE", "1", NODE);
        return reason ? leaf.option("--reason", "TEXT", "Why; shown by status.") : leaf;
    }

    private static Action ban(ParseResult line) {
        String seconds = word(line, 1);
        if (!seconds.matches("\\d{1,9}")) {
            throw Complaint.usage(
                    "node ban: SECONDS expects a whole number such as 300, got \""
                            + seconds
                            + "\". See: baton node ban --help");
        }
        long number = Long.parseLong(seconds);
        return onNode(line, (picture, node) -> Changes.ban(picture, node, number, reason(line)));
    }

    private static Action onNode(ParseResult line, BiFunction<Picture, Pnn, Change> change) {
        Duration wait = waiting(line);
        return context -> {
            Picture picture = Picture.of(context);
            Pnn node = ObjectNames.node(picture, word(line, 0));
            return change.apply(picture, node).carryOut(context, wait);
        };
    }

    private static CommandSpec history() {
        return Leaf.reading(
                        "history",
                        "What happened, and why; the newest 1000 facts. Without --node, all that"
                                + " this node told. With it, what the node told and what others"
                                + " told of it, also if it is down; routine facts are left out.",
                        "baton history --node all --since 2h --ip 192.0.2.10")
                .option("--since", "WHEN", "A span or a time (default 24h).")
                .option("--node", "NODE", "Name, pnn or address of a node; or all.")
                .option("--ip", "IP", "Only facts about this address.")
                .doing(
                        line ->
                                context ->
                                        HistoryPage.of(
                                                context,
                                                option(line, "--since", "24h"),
                                                option(line, "--node", ""),
                                                option(line, "--ip", "")));
    }

    private static CommandSpec lock() {
        CommandSpec lock =
                noun("lock", "Exclusive sections.", "baton lock run quota -- make-quota");
        lock.addSubcommand(
                "run",
                Leaf.reading(
                                "run",
                                "Runs a command that nobody else runs under the same name. Scope"
                                        + " node: free once the command or its node dies. Scope"
                                        + " cluster: under a lease, with its number in BATON_FENCE;"
                                        + " the command is killed when the lease ends. Exits with"
                                        + " the command's own code; 7: not free within --wait.",
                                "baton lock run quota --scope cluster -- make-quota --all")
                        .option("--scope", "SCOPE", "node or cluster (default node).")
                        .option("--wait", "SPAN", "How long to wait (default 30s).")
                        .parameter("NAME", "1", "Letters, digits, '.', '_' and '-'.")
                        .parameter("COMMAND", "1..*", "What to run, after --.")
                        .doing(_ -> elsewhere("lock run")));
        return lock;
    }

    private static CommandSpec agent() {
        return Leaf.reading(
                        "agent",
                        "Runs this node in the foreground until it is told to end.",
                        "baton --base /srv/try agent")
                .option("--base", "DIR", "Keep etc, run and var below DIR.")
                .option("--view", "FILE", "Serve a saved view in memory; own nothing.")
                .option("--lock-descriptor", "N", "Descriptor that holds the identity.")
                .doing(
                        _ ->
                                context -> {
                                    throw new Complaint(
                                            Exit.REFUSED,
                                            "the agent of "
                                                    + context.settings().name()
                                                    + " runs already; look with: baton status");
                                });
    }

    private static CommandSpec shutdown() {
        return Leaf.changing(
                        "shutdown",
                        "Ends an agent in order: its addresses are given away first.",
                        "baton shutdown --no-wait")
                .parameter("NODE", "0..1", NODE + " Default: this one.")
                .doing(CommandTree::shutdown);
    }

    /** An agent cannot tell of its own end, so its own shutdown is not waited for. */
    private static Action shutdown(ParseResult line) {
        Duration wait = waiting(line);
        return context -> {
            Picture picture = Picture.of(context);
            Pnn self = picture.view().self().node();
            String named = line.matchedPositionalValue(0, "");
            Pnn node = named.isEmpty() ? self : ObjectNames.node(picture, named);
            Duration patience = node.equals(self) ? Duration.ZERO : wait;
            return Changes.shutdown(picture, node).carryOut(context, patience);
        };
    }

    private static CommandSpec ipalloc() {
        return Leaf.reading(
                        "ipalloc",
                        "Computes an allocation from a table on standard input; asks no agent."
                                + " CTDB_IP_ALGORITHM is lcp2, nondet or det.",
                        "echo 192.0.2.10 0 | baton ipalloc 0,0,2")
                .parameter("STATES", "1", "Flags of each node, by commas.")
                .parameter("multi", "0..1", "One block of lines for each node.")
                .doing(_ -> elsewhere("ipalloc"));
    }

    private static CommandSpec version() {
        return Leaf.reading("version", "Which build this is.", "baton version")
                .doing(
                        _ ->
                                context ->
                                        Page.sentence(
                                                "Version",
                                                Json.object("version", context.version()),
                                                context.version()));
    }

    private static CommandSpec help() {
        return Leaf.reading("help", "Explains a command.", "baton help node disable")
                .parameter("COMMAND", "0..*", "The command's words.")
                .doing(_ -> elsewhere("help"));
    }

    /** For a line that only the launcher carries out. */
    static Action elsewhere(String command) {
        return _ -> {
            throw new Complaint(
                    Exit.USAGE,
                    command + " is carried out by the launcher; call it as: baton " + command);
        };
    }

    static CommandSpec noun(String name, String description, String example) {
        return Leaf.described(name, description, example);
    }

    static String word(ParseResult line, int index) {
        return line.matchedPositionalValue(index, "");
    }

    static String option(ParseResult line, String name, String otherwise) {
        return line.matchedOptionValue(name, otherwise);
    }

    private static String reason(ParseResult line) {
        return option(line, "--reason", "");
    }

    static Duration waiting(ParseResult line) {
        if (line.hasMatchedOption("--no-wait")) {
            return Duration.ZERO;
        }
        String text = option(line, "--wait", "");
        return text.isEmpty()
                ? USUAL_WAIT
                : Times.span(text)
                        .filter(span -> span.compareTo(Duration.ofMinutes(10)) <= 0)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "--wait expects a span up to 10m such as 30s, got"
                                                        + " \""
                                                        + text
                                                        + "\""));
    }
}
