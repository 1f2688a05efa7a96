package dev.baton.agent.opennebula;

import dev.baton.agent.callout.DriverTools;
import dev.baton.agent.callout.FrontEndRight;
import dev.baton.agent.callout.Refusal;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.operation.Operation;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls that change nothing: no job is made for them, their answer is waited for.
 *
 * <p>Bounds: {@value #MOST} at a time. Thread: any; each runs on a thread of its own.
 */
final class Questions implements AutoCloseable {

    static final int MOST = 16;

    private static final Duration RIGHT_PATIENCE = Duration.ofSeconds(5);

    private final FrontEnd frontEnd;
    private final Supplier<Optional<DriverTools>> tools;
    private final Semaphore free = new Semaphore(MOST);
    private volatile boolean closed;

    Questions(FrontEnd frontEnd, Supplier<Optional<DriverTools>> tools) {
        this.frontEnd = frontEnd;
        this.tools = tools;
    }

    /** What is known behind the only call of an operation, as soon as it is. */
    CompletableFuture<Truth<DriverResult>> begin(long datastore, Operation<DriverCall> operation)
            throws Refusal {
        Optional<DriverTools> means = tools.get();
        if (closed || means.isEmpty() || !free.tryAcquire()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    means.isEmpty() || closed
                            ? "storage is not open; try again"
                            : MOST + " drivers are asked already; try again");
        }
        CompletableFuture<Truth<DriverResult>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("question-" + datastore)
                .start(() -> answer(means.get(), datastore, operation, answer));
        return answer;
    }

    private void answer(
            DriverTools means,
            long datastore,
            Operation<DriverCall> operation,
            CompletableFuture<Truth<DriverResult>> answer) {
        try {
            frontEnd.checkMayServe(datastore);
            frontEnd.plan("", operation);
            try (FrontEndRight held =
                    means.claim(
                            datastore, new TreeSet<>(), shorter(means.patience()), () -> closed)) {
                var contract = frontEnd.contract(operation);
                DriverCall call = operation.steps().getFirst().call();
                answer.complete(
                        means.follow("", 0, new CallRun<>(contract, call), held, () -> closed));
            }
        } catch (Refusal refusal) {
            answer.completeExceptionally(refusal);
        } catch (RuntimeException | Error broken) {
            answer.completeExceptionally(broken);
            throw broken;
        } finally {
            free.release();
        }
    }

    private static Duration shorter(Duration patience) {
        return patience.compareTo(RIGHT_PATIENCE) < 0 ? patience : RIGHT_PATIENCE;
    }

    /** Empty when it takes longer. */
    static Optional<Truth<DriverResult>> await(
            CompletableFuture<Truth<DriverResult>> answer, Duration patience) throws Refusal {
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException goesOn) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a driver was asked", failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
