package dev.baton.agent.control;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Puts commands into the core's inbox and hands out its replies.
 *
 * <p>Bounds: {@value #MOST_WAITING} commands wait at a time, each at most 15 s, entering a section
 * that much longer than its own wait. Thread: any.
 */
public final class InboxDesk implements OperatorDesk {

    /** Commands that may wait at a time. */
    public static final int MOST_WAITING = 256;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Consumer<Input> inbox;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<RequestId, CompletableFuture<OperatorReply>> waiting =
            new ConcurrentHashMap<>();

    /** A desk in front of this inbox. */
    public InboxDesk(Consumer<Input> inbox) {
        this.inbox = inbox;
    }

    @Override
    public CompletableFuture<OperatorReply> ask(OperatorCommand command) {
        if (waiting.size() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(
                    new OperatorReply.Refused(
                            MOST_WAITING + " commands wait for this agent already; try again"));
        }
        RequestId id = new RequestId(lastId.incrementAndGet());
        CompletableFuture<OperatorReply> reply = new CompletableFuture<>();
        waiting.put(id, reply);
        Duration patience = patience(command);
        inbox.accept(new Input.OperatorAsked(id, command));
        return reply.completeOnTimeout(late(patience), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> waiting.remove(id));
    }

    /** Delivers the core's reply; one nobody waits for any more gives what was obtained back. */
    public void answer(RequestId id, OperatorReply reply) {
        CompletableFuture<OperatorReply> asker = waiting.remove(id);
        boolean delivered = asker != null && asker.complete(reply);
        if (!delivered && reply instanceof OperatorReply.Entered(String name, long number)) {
            send(new OperatorCommand.LeaveSection(name, number));
        } else if (!delivered
                && reply instanceof OperatorReply.Obtained(Right.Changing object, long number)) {
            send(new OperatorCommand.GiveObjectBack(object, number));
        }
    }

    private void send(OperatorCommand command) {
        inbox.accept(new Input.OperatorAsked(new RequestId(lastId.incrementAndGet()), command));
    }

    private static Duration patience(OperatorCommand command) {
        if (command instanceof OperatorCommand.EnterSection(_, long waitMillis)) {
            return PATIENCE.plusMillis(waitMillis);
        }
        return command instanceof OperatorCommand.TakeObject(_, long waitMillis)
                ? PATIENCE.plusMillis(waitMillis)
                : PATIENCE;
    }

    private static OperatorReply late(Duration patience) {
        return new OperatorReply.TimedOut(
                "the agent did not decide within " + patience.toSeconds() + " s");
    }
}
