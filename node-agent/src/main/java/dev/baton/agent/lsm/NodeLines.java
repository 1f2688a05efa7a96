package dev.baton.agent.lsm;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.agent.callout.CoreReply;
import dev.baton.config.Pnn;
import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmReply;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks nodes for their part of {@code cluster://}: a request of the contract as one line, which the
 * agent there answers with a reply of the contract.
 *
 * <p>Bounds: an answer within {@link #PATIENCE}; the core bounds how many are under way. Thread:
 * any; blocks.
 */
final class NodeLines {

    /** How long another node may take for an answer that begins a job at most. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final List<String> LINE = List.of("baton", "lsm");

    private final Pnn self;
    private final Supplier<SortedMap<Pnn, Boolean>> heard;
    private final Function<OperatorCommand, CompletableFuture<OperatorReply>> core;
    private final Function<List<String>, String> own;

    /**
     * Lines to other nodes.
     *
     * @param heard every node, and whether it was heard of lately
     * @param own answers for this node
     */
    NodeLines(
            Pnn self,
            Supplier<SortedMap<Pnn, Boolean>> heard,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core,
            Function<List<String>, String> own) {
        this.self = self;
        this.heard = heard;
        this.core = core;
        this.own = own;
    }

    /** Whether these words are such a line. */
    static boolean isOne(List<String> words) {
        return words.size() == LINE.size() + 2 && words.subList(0, LINE.size()).equals(LINE);
    }

    /** This node, and those that were heard of lately. */
    List<Pnn> answering() {
        return heard.get().entrySet().stream()
                .filter(each -> each.getKey().equals(self) || each.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether there is such a node. */
    boolean has(Pnn node) {
        return heard.get().containsKey(node);
    }

    /** The others, in words. */
    List<String> silent() {
        List<Pnn> answering = answering();
        return heard.get().keySet().stream()
                .filter(node -> !answering.contains(node))
                .map(node -> "node " + node)
                .toList();
    }

    JsonNode ask(Pnn node, String uri, LsmMethod method, SortedMap<String, JsonNode> given)
            throws PluginFailure {
        LsmRequest request =
                switch (LsmRequest.of(method, given)) {
                    case LsmRequest.Making.Made(LsmRequest made) -> made;
                    case LsmRequest.Making.Refused(String why) ->
                            throw new PluginFailure(LsmCode.INVALID_ARGUMENT, why);
                };
        String text = request.frame().text().orElseThrow();
        List<String> words = List.of(LINE.getFirst(), LINE.getLast(), uri, text);
        String reply = node.equals(self) ? own.apply(words) : elsewhere(node, method, words);
        return switch (LsmReply.read(method, Frame.of(reply))) {
            case LsmReply.Result(JsonNode value) -> value;
            case LsmReply.Failure(LsmError error) ->
                    throw new PluginFailure(
                            LsmCode.of(error.code()).orElse(LsmCode.PLUGIN_BUG), error.message());
            case LsmReply.Garbled(String why) ->
                    throw new PluginFailure(
                            LsmCode.TRANSPORT_SERIALIZATION, "node " + node + " answered: " + why);
        };
    }

    private String elsewhere(Pnn node, LsmMethod method, List<String> words) throws PluginFailure {
        Optional<OperatorReply> reply =
                CoreReply.within(PATIENCE, core.apply(new OperatorCommand.CallTool(node, words)));
        if (reply.isPresent() && reply.get() instanceof OperatorReply.Printed(_, String out, _)) {
            return out;
        }
        if (reply.isPresent() && reply.get() instanceof OperatorReply.Refused(String why)) {
            throw new PluginFailure(
                    LsmCode.NETWORK_HOSTDOWN, "node %s cannot be asked: %s".formatted(node, why));
        }
        boolean changes = method.kind() == LsmMethod.Kind.CHANGE;
        throw new PluginFailure(
                changes ? LsmCode.TIMEOUT : LsmCode.NETWORK_HOSTDOWN,
                changes
                        ? "node %s has not answered; whether it began %s is not known"
                                .formatted(node, method.word())
                        : "node %s does not answer; its agent may be down".formatted(node));
    }
}
