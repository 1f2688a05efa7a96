package dev.baton.agent;

import dev.baton.agent.core.Broken;
import dev.baton.agent.core.Inbox;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * How the process ends: in order when the core says so, at once when something is broken.
 *
 * <p>A signal asks the core, which has a limited time. Thread: any. Source: CTDB events contract,
 * section 7.2.
 */
final class Ending implements Broken {

    private static final long CLOSING_SECONDS = 5;
    private static final int TOO_LATE = 1;
    private static final int OUR_BUG = 70;
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Duration orderly;
    private final CompletableFuture<Integer> decided = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    /**
     * Nothing is decided yet.
     *
     * @param orderly how long the core has after a signal
     */
    Ending(Duration orderly) {
        this.orderly = orderly;
    }

    /** The core has decided; later decisions change nothing. */
    void decide(Effect.Stop stop) {
        LOG.info("agent_stops code={} why=\"{}\"", stop.exitCode(), stop.why());
        decided.complete(stop.exitCode());
    }

    /** Waits for the core's decision, for as long as the agent lives. */
    int await() {
        return decided.join();
    }

    /** Everything has been closed; the JVM may end. */
    void closed() {
        closed.complete(0);
    }

    /** From now on SIGTERM and SIGINT ask the core to end in order. */
    void listenForSignals(Inbox inbox) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("ending").unstarted(() -> onSignal(inbox)));
    }

    @Override
    public void stop(Throwable why) {
        Thread.ofPlatform().name("halt").daemon().start(Ending::haltSoon);
        LOG.error("agent_broken why=\"{}\"", why, why);
        Runtime.getRuntime().halt(OUR_BUG);
    }

    /** Even if standard error takes no more. */
    private static void haltSoon() {
        LockSupport.parkNanos(LAST_WORDS.toNanos());
        Runtime.getRuntime().halt(OUR_BUG);
    }

    private void onSignal(Inbox inbox) {
        if (closed.isDone()) {
            return;
        }
        inbox.put(new Input.StopAsked("signal"));
        Runtime.getRuntime().halt(codeInTime());
    }

    private int codeInTime() {
        try {
            int code = decided.get(orderly.toMillis(), TimeUnit.MILLISECONDS);
            closed.get(CLOSING_SECONDS, TimeUnit.SECONDS);
            return code;
        } catch (TimeoutException | ExecutionException late) {
            LOG.error("agent_not_closed why=\"no orderly end within {} s\"", orderly.toSeconds());
            return TOO_LATE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return TOO_LATE;
        }
    }
}
