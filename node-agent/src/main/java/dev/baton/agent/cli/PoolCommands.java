package dev.baton.agent.cli;

import dev.baton.agent.callout.PoolEnd;
import dev.baton.agent.callout.PoolRequest;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pool}: starts and stops pools with the custom scripts around it, on any node. */
final class PoolCommands {

    /** How another node's agent knows that a line is one of these, and none of CTDB's tool. */
    static final List<String> REMOTE = List.of("baton", "pool");

    /** Less than an agent waits for its core's answer, which here comes from another node. */
    private static final Duration MOST_FOR_ANOTHER = Duration.ofSeconds(12);

    private PoolCommands() {}

    static CommandSpec pool() {
        CommandSpec pool =
                CommandTree.noun(
                        "pool", "Storage pools, and scripts around them.", "baton pool start 8a");
        pool.addSubcommand(
                "start",
                leaf(
                                "start",
                                "Starts a pool by the command of the settings, if there is one,"
                                        + " then calls pool-poststart.",
                                "baton pool start 0c1d-77 --on n2")
                        .doing(line -> asked(line, true)));
        pool.addSubcommand(
                "stop",
                leaf(
                                "stop",
                                "Calls pool-prestop, which may refuse it, then stops the pool by"
                                        + " the command of the settings, if there is one.",
                                "baton pool stop 0c1d-77")
                        .flag("--force", "Also when pool-prestop refuses it.")
                        .doing(line -> asked(line, false)));
        return pool;
    }

    private static Leaf leaf(String name, String description, String example) {
        return Leaf.changing(name, description, example)
                .option("--on", "NODE", "Name, pnn or address of a node (default: this one).")
                .flag("--plan", "Show what would be run; run nothing.")
                .parameter("UUID", "1", "Id of the pool: letters, digits and '-'.");
    }

    private static Action asked(ParseResult line, boolean start) {
        boolean force = !start && line.hasMatchedOption("--force");
        PoolRequest request = new PoolRequest(CommandTree.word(line, 0), start, force);
        boolean planned = line.hasMatchedOption("--plan");
        Duration patience = CommandTree.waiting(line);
        String on = CommandTree.option(line, "--on", "");
        return context -> {
            Picture picture = Picture.of(context);
            Pnn self = picture.view().self().node();
            Pnn node = on.isEmpty() ? self : ObjectNames.node(picture, on);
            return node.equals(self)
                    ? here(context, request, planned, patience)
                    : there(context, node, request, planned, patience);
        };
    }

    private static Page here(
            CliContext context, PoolRequest request, boolean planned, Duration patience) {
        return planned
                ? VolumePages.plan(
                        "pool " + request.word(),
                        StorageCommands.ask(() -> context.storage().planPool(request)))
                : page(
                        context.settings().name().toString(),
                        request,
                        StorageCommands.ask(() -> context.storage().pool(request, patience)));
    }

    private static Page page(String node, PoolRequest request, Optional<PoolEnd> end) {
        String what = "pool %s %s on %s".formatted(request.word(), request.uuid(), node);
        if (end.isEmpty()) {
            throw new Complaint(
                    Exit.TIMED_OUT,
                    what + ": not over yet; the work goes on, look with: baton call list");
        }
        String why = ShownText.of(end.get().why());
        return switch (end.get().state()) {
            case DONE -> ended(what, request, "done", Exit.DONE, "");
            case WARNED -> ended(what, request, "done", Exit.PARTLY_DONE, why);
            case FAILED -> throw new Complaint(Exit.PARTLY_DONE, what + ": " + why);
            case BUSY -> throw new Complaint(Exit.REFUSED, what + ": " + why + "; try again later");
            case REFUSED ->
                    throw new Complaint(
                            Exit.REFUSED,
                            what + ": " + why + "; cure that, or stop it with --force");
        };
    }

    private static Page ended(
            String what, PoolRequest request, String state, int exit, String warning) {
        Map<String, Object> json =
                Json.object(
                        "pool",
                        request.uuid(),
                        "action",
                        request.word(),
                        "state",
                        state,
                        "why",
                        warning);
        return new Page(
                exit,
                "Pool",
                json,
                List.of(what + ": " + state),
                List.of(request.uuid()),
                warning.isEmpty() ? List.of() : List.of(warning));
    }

    /** The other agent carries the same line out; its page is ours. */
    private static Page there(
            CliContext context, Pnn node, PoolRequest request, boolean planned, Duration patience) {
        Duration shorter = patience.compareTo(MOST_FOR_ANOTHER) < 0 ? patience : MOST_FOR_ANOTHER;
        List<String> words = new ArrayList<>(REMOTE);
        words.addAll(List.of(request.word(), "--wait", shorter.toMillis() + "ms"));
        if (planned) {
            words.add("--plan");
        }
        if (request.force()) {
            words.add("--force");
        }
        words.addAll(List.of("--", request.uuid()));
        OperatorReply reply = Change.reply(context, new OperatorCommand.CallTool(node, words));
        if (reply instanceof OperatorReply.Printed(int code, String out, String err)) {
            if (code != Exit.DONE && out.isEmpty()) {
                throw new Complaint(code, err.strip().replaceFirst("^baton: ", ""));
            }
            List<String> text = out.lines().toList();
            return new Page(
                    code,
                    "Pool",
                    Json.object("pool", request.uuid(), "action", request.word(), "text", text),
                    text,
                    List.of(request.uuid()),
                    err.lines().map(each -> each.replaceFirst("^baton: ", "")).toList());
        }
        String answer = Change.answer(reply, "baton call list");
        throw new Complaint(Exit.PARTLY_DONE, "expected what the node did, got: " + answer);
    }
}
