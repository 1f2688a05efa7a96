package dev.baton.agent.callout;

import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the core answers an operator's command. Thread: any; blocks. */
public final class CoreReply {

    private CoreReply() {}

    /** Empty when it takes longer, or this thread is told to end. */
    public static Optional<OperatorReply> within(
            Duration limit, CompletableFuture<OperatorReply> asked) {
        try {
            return Optional.of(asked.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("no reply of the core", broken);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
