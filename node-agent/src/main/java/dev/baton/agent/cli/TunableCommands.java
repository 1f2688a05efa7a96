package dev.baton.agent.cli;

import dev.baton.config.Pnn;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.exchange.OperatorCommand;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code baton tunable ...}: numbers of all nodes, and of one alone. Source: CTDB events contract,
 * section 16, line 7.
 */
final class TunableCommands {

    private static final String NAME = "Name of a tunable, in any case.";
    private static final String ONE = "Name, pnn or private address: this node alone.";

    private TunableCommands() {}

    static CommandSpec tunable() {
        CommandSpec tunable =
                CommandTree.noun("tunable", "Numbers that steer nodes.", "baton tunable list");
        tunable.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "Value and source on this node, and nodes where it is another.",
                                "baton tunable list")
                        .flag("--all", "Also those that have no effect here.")
                        .doing(
                                line ->
                                        context ->
                                                TunablePages.list(
                                                        context, line.hasMatchedOption("--all"))));
        tunable.addSubcommand(
                "show",
                Leaf.reading(
                                "show",
                                "One tunable on every node, its bounds and what it does.",
                                "baton tunable show MonitorInterval")
                        .parameter("NAME", "1", NAME)
                        .doing(
                                line ->
                                        context ->
                                                TunablePages.show(
                                                        context,
                                                        known(CommandTree.word(line, 0)))));
        tunable.addSubcommand(
                "set",
                Leaf.changing(
                                "set",
                                "Sets it on all nodes, for as long as one of them runs. With"
                                        + " --node: on that node alone, until it is restarted.",
                                "baton tunable set MonitorInterval 5")
                        .option("--node", "NODE", ONE)
                        .parameter("NAME", "1", NAME)
                        .parameter("VALUE", "1", "A whole number.")
                        .doing(TunableCommands::set));
        tunable.addSubcommand(
                "reset",
                Leaf.changing(
                                "reset",
                                "Shares it no more: each node's files decide. With --node: that"
                                        + " node follows the others again.",
                                "baton tunable reset MonitorInterval")
                        .option("--node", "NODE", ONE)
                        .parameter("NAME", "1", NAME)
                        .doing(TunableCommands::reset));
        return tunable;
    }

    private static Tunable known(String name) {
        return TunableCatalog.find(name).orElseThrow(() -> Complaint.notFound(unknown(name)));
    }

    private static String unknown(String name) {
        if (TunableCatalog.isObsolete(name)) {
            return name + " is obsolete, in CTDB too; see: baton tunable list --all";
        }
        String meant =
                TunableCatalog.suggestion(name)
                        .map(word -> "; did you mean " + word + "?")
                        .orElse(".");
        return "there is no tunable \"" + name + "\"" + meant + " See: baton tunable list --all";
    }

    private static int value(Tunable tunable, String text) {
        boolean isNumber = text.matches("\\d{1,10}");
        if (!isNumber || !tunable.allows(Long.parseLong(text))) {
            throw Complaint.usage(
                    "tunable set: %s expects a whole number from %d to %d (%s), got \"%s\""
                            .formatted(
                                    tunable.name(),
                                    tunable.min(),
                                    tunable.max(),
                                    tunable.unit().text(),
                                    text));
        }
        return Integer.parseInt(text);
    }

    private static Action set(ParseResult line) {
        Duration wait = CommandTree.waiting(line);
        Tunable tunable = known(CommandTree.word(line, 0));
        String name = tunable.name();
        int value = value(tunable, CommandTree.word(line, 1));
        String node = CommandTree.option(line, "--node", "");
        return context -> {
            if (!node.isEmpty()) {
                Picture picture = Picture.of(context);
                Pnn pnn = ObjectNames.node(picture, node);
                return change(
                        context,
                        wait,
                        new OperatorCommand.SetVariable(pnn, name, value),
                        tunable,
                        seen -> isOwn(seen, pnn, tunable, value),
                        "%s is %d on %s until that is restarted"
                                .formatted(name, value, picture.name(pnn)));
            }
            Page page =
                    change(
                            context,
                            wait,
                            new OperatorCommand.ShareVariable(name, value),
                            tunable,
                            seen -> everywhere(seen, it -> sets(shared(it), tunable, value)),
                            "%s is %d for all nodes".formatted(name, value));
            return warned(page, exceptions(Picture.of(context), tunable));
        };
    }

    private static Action reset(ParseResult line) {
        Duration wait = CommandTree.waiting(line);
        Tunable tunable = known(CommandTree.word(line, 0));
        String name = tunable.name();
        String node = CommandTree.option(line, "--node", "");
        return context -> {
            if (!node.isEmpty()) {
                Picture picture = Picture.of(context);
                Pnn pnn = ObjectNames.node(picture, node);
                return change(
                        context,
                        wait,
                        new OperatorCommand.ResetVariable(pnn, name),
                        tunable,
                        seen -> seen.report(pnn).filter(it -> !sets(it, tunable)).isPresent(),
                        name + " of " + picture.name(pnn) + " follows the other nodes");
            }
            return change(
                    context,
                    wait,
                    new OperatorCommand.UnshareVariable(name),
                    tunable,
                    seen -> everywhere(seen, it -> !shared(it).sets(tunable)),
                    name + " is not shared; each node's files decide");
        };
    }

    private static Page change(
            CliContext context,
            Duration wait,
            OperatorCommand command,
            Tunable tunable,
            Predicate<Picture> effect,
            String done) {
        String name = tunable.name();
        Change change = new Change(command, name, effect, done, "baton tunable show " + name);
        Page page = change.carryOut(context, wait);
        return switch (tunable.effect()) {
            case ACTIVE -> page;
            case NO_MECHANISM, DATABASE_ONLY ->
                    warned(page, List.of(name + " has no effect here: " + tunable.purpose()));
        };
    }

    private static Page warned(Page page, List<String> more) {
        List<String> warnings = new ArrayList<>(page.warnings());
        warnings.addAll(more);
        return new Page(
                page.exitCode(), page.kind(), page.json(), page.text(), page.names(), warnings);
    }

    /** The nodes that go by a value of their own. */
    private static List<String> exceptions(Picture picture, Tunable tunable) {
        return TunablePages.connected(picture).entrySet().stream()
                .filter(node -> node.getValue().own().sets(tunable))
                .map(
                        node ->
                                "%s goes by %d of its own; end that with: baton tunable reset %s"
                                                .formatted(
                                                        picture.name(node.getKey()),
                                                        node.getValue().own().get(tunable),
                                                        tunable.name())
                                        + " --node "
                                        + picture.name(node.getKey()))
                .toList();
    }

    private static boolean everywhere(Picture picture, Predicate<NodeTunables> so) {
        return TunablePages.connected(picture).values().stream().allMatch(so);
    }

    private static boolean isOwn(Picture picture, Pnn pnn, Tunable tunable, int value) {
        return picture.report(pnn)
                .map(NodeReport::tunables)
                .filter(it -> sets(it.own(), tunable, value))
                .isPresent();
    }

    private static boolean sets(NodeReport report, Tunable tunable) {
        return report.tunables().own().sets(tunable);
    }

    private static boolean sets(Tunables values, Tunable tunable, int value) {
        return values.sets(tunable) && values.get(tunable) == value;
    }

    private static Tunables shared(NodeTunables of) {
        return of.shared().values();
    }
}
