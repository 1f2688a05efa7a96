package dev.baton.agent.opennebula;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.baton.agent.callout.CoreReply;
import dev.baton.agent.callout.Refusal;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Carries orders to other nodes and their answers back.
 *
 * <p>Bounds: an answer within {@link #PATIENCE}, one of all nodes within {@link #GLANCE}; the core
 * bounds how many are under way. Thread: any; blocks.
 */
final class FrontEndPost {

    /** What a node may need to begin a job or to plan one. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** What nodes may need to tell how they do; who takes longer is not counted on. */
    static final Duration GLANCE = Duration.ofSeconds(3);

    /** The code of an answer that is no refusal. */
    private static final int DONE = 0;

    private final Pnn self;
    private final Supplier<SortedMap<Pnn, Boolean>> heard;
    private final Function<OperatorCommand, CompletableFuture<OperatorReply>> core;

    FrontEndPost(
            Pnn self,
            Supplier<SortedMap<Pnn, Boolean>> heard,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core) {
        this.self = self;
        this.heard = heard;
        this.core = core;
    }

    /** What one node answers. */
    <T> T ask(Pnn node, FrontEndOrder order, TypeReference<T> type) throws Refusal {
        Optional<OperatorReply> reply = CoreReply.within(PATIENCE, core.apply(order.line(node)));
        if (reply.isEmpty() || reply.get() instanceof OperatorReply.TimedOut) {
            throw silence(node, order);
        }
        if (!(reply.get() instanceof OperatorReply.Printed(int code, String out, String err))) {
            String why = reply.get() instanceof OperatorReply.Refused(String said) ? said : "";
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "node %s, the front-end, cannot be asked: %s".formatted(node, why));
        }
        if (code != DONE) {
            throw new Refusal(kind(code), "node %s: %s".formatted(node, err.strip()));
        }
        return FrontEndOrder.parsed(out, type)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        order.begins()
                                                ? Refusal.Kind.UNANSWERED
                                                : Refusal.Kind.REFUSED,
                                        "node %s answered what this agent does not understand; it may be of another release"
                                                .formatted(node)));
    }

    private static Refusal silence(Pnn node, FrontEndOrder order) {
        return order.begins()
                ? new Refusal(
                        Refusal.Kind.UNANSWERED,
                        "node %s, the front-end, has not answered; whether it began is not known; look with: baton job list"
                                .formatted(node))
                : new Refusal(
                        Refusal.Kind.REFUSED,
                        "node %s, the front-end, has not answered within %d s; try again"
                                .formatted(node, PATIENCE.toSeconds()));
    }

    /** The code by which a refusal travels; never {@link #DONE}. */
    static int code(Refusal.Kind kind) {
        return switch (kind) {
            case USAGE -> 2;
            case REFUSED -> 3;
            case NOT_FOUND -> 4;
            case UNANSWERED -> 8;
        };
    }

    private static Refusal.Kind kind(int code) {
        for (Refusal.Kind each : Refusal.Kind.values()) {
            if (code(each) == code) {
                return each;
            }
        }
        return Refusal.Kind.REFUSED;
    }

    /** The numbers of other nodes of this kind. */
    List<String> others(Predicate<Pnn> wanted) {
        return heard.get().keySet().stream()
                .filter(node -> !node.equals(self))
                .filter(wanted)
                .map(Pnn::toString)
                .toList();
    }

    /** What the other nodes answer that were heard of lately, as far as they do. */
    <T> SortedMap<Pnn, T> askAll(FrontEndOrder order, TypeReference<T> type) {
        SortedMap<Pnn, CompletableFuture<OperatorReply>> asked = new TreeMap<>();
        heard.get()
                .forEach(
                        (node, answers) -> {
                            if (answers && !node.equals(self)) {
                                asked.put(node, core.apply(order.line(node)));
                            }
                        });
        CompletableFuture<OperatorReply> all =
                CompletableFuture.completedFuture(new OperatorReply.Done(""));
        for (CompletableFuture<OperatorReply> each : asked.values()) {
            all = all.thenCombine(each, (_, last) -> last);
        }
        var _ = CoreReply.within(GLANCE, all);
        SortedMap<Pnn, T> told = new TreeMap<>();
        asked.forEach(
                (node, reply) -> {
                    if (reply.isDone()
                            && reply.join()
                                    instanceof OperatorReply.Printed(int code, String out, String _)
                            && code == DONE) {
                        FrontEndOrder.parsed(out, type).ifPresent(each -> told.put(node, each));
                    }
                });
        return told;
    }
}
