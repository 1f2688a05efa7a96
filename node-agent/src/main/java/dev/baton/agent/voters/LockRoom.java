package dev.baton.agent.voters;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.baton.config.ClusterLock;
import dev.baton.events.process.LockProgram;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds the cluster lock through a helper process, and hands on when it was last seen to be held.
 *
 * <p>Our own helper says so once a second, with the machine's clock at the moment before its look.
 * Of any other helper it is only known that it runs: how long that is good for is an assumption of
 * whoever configured it. One helper at a time. Source: CTDB events contract, section 12.2.
 */
public final class LockRoom {

    private static final Logger LOG = LoggerFactory.getLogger(LockRoom.class);

    /** How long a helper may take to answer. Source: section 12.2 (6). */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration GENTLE = Duration.ofSeconds(1);
    private static final int PROOFS_EVERY = 1;

    private final Optional<ClusterLock> lock;
    private final Path ownHelper;
    private final Consumer<Input> inbox;
    private Optional<Attempt> current = Optional.empty();

    /**
     * @param ownHelper the program that locks a file
     */
    public LockRoom(Optional<ClusterLock> lock, Path ownHelper, Consumer<Input> inbox) {
        this.lock = lock;
        this.ownHelper = ownHelper;
        this.inbox = inbox;
    }

    /** Thread: the core's. */
    public synchronized void take(Effect.TakeLock order) {
        leave();
        if (lock.isEmpty()) {
            deny(order.attempt(), "no cluster lock is configured on this node");
            return;
        }
        Attempt attempt = new Attempt(order.attempt(), lock.get());
        current = Optional.of(attempt);
        Thread.ofPlatform().name("cluster-lock").daemon().start(attempt::run);
    }

    /** Thread: any. */
    public synchronized void leave() {
        current.ifPresent(Attempt::end);
        current = Optional.empty();
    }

    private void deny(long attempt, String why) {
        inbox.accept(new Input.LockDenied(attempt, why));
    }

    /** One helper process from its start to its end. */
    private final class Attempt {
        private final long number;
        private final ClusterLock what;
        private Optional<Process> process = Optional.empty();
        private boolean ended;
        private boolean held;

        Attempt(long number, ClusterLock what) {
            this.number = number;
            this.what = what;
        }

        private void run() {
            Moment began = now();
            try {
                Process helper = start();
                if (!adopt(helper)) {
                    return;
                }
                try (BufferedReader out =
                        new BufferedReader(
                                new InputStreamReader(helper.getInputStream(), US_ASCII))) {
                    follow(helper, out, began);
                }
            } catch (IOException failed) {
                fail(failed);
            }
        }

        private void fail(IOException failed) {
            if (isHeld()) {
                String why = "its helper cannot be heard: " + failed.getMessage();
                inbox.accept(new Input.LockLost(number, why));
            } else {
                deny(number, "the lock helper cannot be run: " + failed.getMessage());
            }
        }

        private Process start() throws IOException {
            return LockProgram.start(words(), PROOFS_EVERY);
        }

        private List<String> words() {
            return switch (what) {
                case ClusterLock.LockFile(String path) ->
                        new ArrayList<>(List.of(ownHelper.toString(), path));
                case ClusterLock.LockCommand(List<String> words) -> words;
            };
        }

        private synchronized boolean adopt(Process helper) {
            process = Optional.of(helper);
            if (ended) {
                stop(helper);
            } else {
                Thread.ofPlatform().name("cluster-lock-watch").daemon().start(() -> watch(helper));
            }
            return !ended;
        }

        /** Ends a helper that gives no answer; vouches for one that cannot speak for itself. */
        private void watch(Process helper) {
            try {
                Moment limit = now().plus(ANSWER);
                Moment looked = now();
                while (!helper.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    if (isHeld() && !provesItself()) {
                        inbox.accept(new Input.LockProven(number, looked));
                    } else if (!isHeld() && now().isAfter(limit)) {
                        LOG.warn("cluster_lock_silent seconds={}", ANSWER.toSeconds());
                        helper.destroyForcibly();
                    }
                    looked = now();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized boolean isHeld() {
            return held;
        }

        private synchronized void hold() {
            held = true;
        }

        private boolean provesItself() {
            return what instanceof ClusterLock.LockFile;
        }

        private void follow(Process helper, BufferedReader out, Moment began) throws IOException {
            int answer = out.read();
            if (answer != '0') {
                helper.destroy();
                deny(number, why(answer));
                return;
            }
            hold();
            inbox.accept(new Input.LockTaken(number, began));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (provesItself()) {
                    BootClock.momentOf(line.trim())
                            .ifPresent(at -> inbox.accept(new Input.LockProven(number, at)));
                }
            }
            helper.destroy();
            inbox.accept(new Input.LockLost(number, "its helper ended"));
        }

        private static String why(int answer) {
            return switch (answer) {
                case '1' -> "contention";
                case '2' -> "it took too long";
                default -> "its helper failed";
            };
        }

        private synchronized void end() {
            ended = true;
            process.ifPresent(Attempt::stop);
        }

        /** As CTDB does it; a helper that does not end in time is ended. */
        private static void stop(Process helper) {
            helper.destroy();
            Thread.ofPlatform().name("cluster-lock-end").daemon().start(() -> insist(helper));
        }

        private static void insist(Process helper) {
            try {
                if (!helper.waitFor(GENTLE.toMillis(), TimeUnit.MILLISECONDS)) {
                    helper.destroyForcibly();
                }
            } catch (InterruptedException end) {
                helper.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Moment now() {
        return new Moment(System.nanoTime());
    }
}
