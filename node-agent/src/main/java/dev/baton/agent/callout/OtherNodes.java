package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.ganeti.Attachment;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Has parts of a job carried out by other nodes, and follows each to its end.
 *
 * <p>A part is asked for until its node says how it ended: a message that was lost is sent again,
 * and a node that died goes on with its part when it is back, which is then seen by a probe there.
 * What never left this node has not happened; what nobody answers in time is unknown. Thread: any;
 * blocks.
 */
final class OtherNodes {

    /** What a node needs besides the call itself: to start, to write its journal, to probe. */
    static final Duration ALLOWANCE = Duration.ofSeconds(60);

    /** How long a node may be away before anything was sent to it. */
    private static final Duration UNREACHED = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * For one answer: longer than a node waits for its part, and than this node's desk for that.
     */
    private static final Duration REPLY = Duration.ofSeconds(20);

    /** How long a node may be away when nothing depends on it any more. */
    static final Duration AWAY = Duration.ofSeconds(30);

    /**
     * How long a part is waited for.
     *
     * @param limit from the first asking
     * @param silence without a word of its node
     * @param isOver nobody wants to know any more
     * @param isCancelled the part is to be ended
     * @param meanwhile before each asking
     */
    record Patience(
            Duration limit,
            Duration silence,
            BooleanSupplier isOver,
            BooleanSupplier isCancelled,
            Runnable meanwhile) {}

    private final Function<OperatorCommand, CompletableFuture<OperatorReply>> desk;

    OtherNodes(Function<OperatorCommand, CompletableFuture<OperatorReply>> desk) {
        this.desk = desk;
    }

    /** This node's door to all of them. */
    Function<OperatorCommand, CompletableFuture<OperatorReply>> desk() {
        return desk;
    }

    /** A node that is alone. */
    static OtherNodes none() {
        return new OtherNodes(
                _ ->
                        CompletableFuture.completedFuture(
                                new OperatorReply.Refused("there are no other nodes")));
    }

    /**
     * Has it carried out.
     *
     * @param open is told when its node says that it is over
     */
    Truth<Attachment> follow(
            Pnn on,
            VolumeRequest.Part part,
            VolumeRecord volume,
            Patience patience,
            OpenParts.OpenPart open) {
        long began = System.nanoTime();
        long heard = began;
        boolean wasSent = false;
        while (!patience.isOver().getAsBoolean()) {
            patience.meanwhile().run();
            boolean cancel = patience.isCancelled().getAsBoolean();
            OperatorReply reply =
                    await(new PartOrder(part, volume, cancel).line(on), patience.isOver());
            if (reply instanceof OperatorReply.Printed(int _, String out, String _)) {
                Optional<Truth<Attachment>> truth = told(on, part, out);
                if (truth.isPresent()) {
                    open.over();
                    return truth.get();
                }
                heard = System.nanoTime();
            }
            wasSent |= !(reply instanceof OperatorReply.Refused);
            Duration waited = since(began);
            if (!wasSent && waited.compareTo(UNREACHED) > 0) {
                return unreached(on, part, reply);
            }
            Duration silence = cancel ? AWAY : patience.silence();
            if (wasSent
                    && (waited.compareTo(patience.limit()) > 0
                            || since(heard).compareTo(silence) > 0)) {
                return lost(on, part, waited);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new Truth.Unknown<>("this agent ended before node " + on + " said how it ended");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** How the part ended, in the words of its node; empty while it is under way there. */
    private static Optional<Truth<Attachment>> told(Pnn on, VolumeRequest.Part part, String out) {
        Optional<PartReport> report = PartReport.read(out);
        return report.isPresent()
                ? report.get().truth().map(truth -> named(on, truth))
                : Optional.of(
                        new Truth.NotDone<>(
                                "node %s does not know what %s for another node is; its agent may be"
                                                .formatted(on, part.call().word())
                                        + " of another release"));
    }

    private OperatorReply await(OperatorCommand line, BooleanSupplier isOver) {
        CompletableFuture<OperatorReply> reply = desk.apply(line);
        long end = System.nanoTime() + REPLY.toNanos();
        while (!isOver.getAsBoolean() && System.nanoTime() < end) {
            try {
                return reply.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException later) {
                // whether anybody still waits is looked at meanwhile
            } catch (ExecutionException broken) {
                throw new IllegalStateException("no reply of the core", broken);
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return new OperatorReply.TimedOut("there was no answer");
    }

    private static Truth<Attachment> named(Pnn on, Truth<Attachment> truth) {
        return switch (truth) {
            case Truth.Done<Attachment> done -> done;
            case Truth.NotDone<Attachment>(String why) ->
                    new Truth.NotDone<>("node " + on + ": " + why);
            case Truth.Unknown<Attachment>(String why) ->
                    new Truth.Unknown<>("node " + on + ": " + why);
        };
    }

    private static Truth<Attachment> lost(Pnn on, VolumeRequest.Part part, Duration waited) {
        return new Truth.Unknown<>(
                "%s was lost with node %s, which has not said within %d s how it ended"
                        .formatted(part.call().word(), on, waited.toSeconds()));
    }

    private static Truth<Attachment> unreached(
            Pnn on, VolumeRequest.Part part, OperatorReply reply) {
        String why = reply instanceof OperatorReply.Refused(String said) ? said : "no answer";
        return new Truth.NotDone<>(
                "%s was not asked of node %s: %s".formatted(part.call().word(), on, why));
    }
}
