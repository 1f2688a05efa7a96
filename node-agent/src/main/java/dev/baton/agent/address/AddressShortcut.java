package dev.baton.agent.address;

import dev.baton.events.process.Shortcut;
import dev.baton.orchestrator.exchange.Effect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One shortcut on its way through the room's queue. It is either done by the room or given up by
 * the event, never both: what the event has given up is not done later.
 */
final class AddressShortcut {

    private final Effect.RunEvent effect;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final CompletableFuture<Shortcut.Answer> answer = new CompletableFuture<>();

    AddressShortcut(Effect.RunEvent effect) {
        this.effect = effect;
    }

    Effect.RunEvent effect() {
        return effect;
    }

    /** True once: whoever asks first decides. Thread: any. */
    boolean begin() {
        return decided.compareAndSet(false, true);
    }

    /** Thread: the room's. */
    void end(Shortcut.Answer how) {
        answer.complete(how);
    }

    /** Thread: the event's. */
    Shortcut.Answer await(Duration left) {
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return begin() ? new Shortcut.Answer.Declined() : failed("the kernel does not answer");
        } catch (ExecutionException broken) {
            return failed(String.valueOf(broken.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return failed("the agent stops");
        }
    }

    private static Shortcut.Answer failed(String why) {
        return new Shortcut.Answer.Failed(why);
    }
}
