package dev.baton.agent.training;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Two real agents in one JVM on loopback: they find each other, elect, become healthy, are asked
 * everything an operator asks, and stop in order.
 *
 * <p>What is loaded meanwhile goes into the cache that makes the next starts quick. Bounds: {@link
 * #READY} until both are healthy, {@link #ANSWER} for an answer and {@link #END} for the end. No
 * interface, address or process of the machine is touched; its directory is removed.
 */
public final class Rehearsal {

    /** How long two agents may take until both are healthy, on a cold and busy machine. */
    static final Duration READY = Duration.ofSeconds(30);

    /** How long one answer may take. */
    static final Duration ANSWER = Duration.ofSeconds(5);

    /** How long both may take to stop. */
    static final Duration END = Duration.ofSeconds(12);

    /** Time for Hazelcast, which begins when a node is healthy and says nothing when it joined. */
    private static final Duration JOIN = Duration.ofSeconds(4);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final List<String> QUESTIONS =
            List.of(
                    "ip list",
                    "ip list -o json",
                    "node list",
                    "node list -o json",
                    "event status",
                    "event status -o json",
                    "history",
                    "history -o json",
                    "history --node all",
                    "run list",
                    "status",
                    "status -o json",
                    "status -o wide",
                    "frobnicate",
                    "node disable 0",
                    "node enable 0");

    private final Function<List<String>, Integer> agent;
    private final PrintStream out;

    /**
     * A rehearsal that has not begun.
     *
     * @param agent runs {@code baton agent} with these words to its end; its exit code
     */
    public Rehearsal(Function<List<String>, Integer> agent, PrintStream out) {
        this.agent = agent;
        this.out = out;
    }

    /** Plays once; 0, or 1 if something did not happen in time. */
    public int play() throws IOException {
        try (Stage stage = Stage.build()) {
            List<CompletableFuture<Integer>> ends = stage.nodes().stream().map(this::run).toList();
            boolean ready = stage.nodes().stream().allMatch(this::isReady);
            out.println(ready ? "healthy" : "not healthy within " + READY.toSeconds() + " s");
            if (ready) {
                LockSupport.parkNanos(JOIN.toNanos());
                ask(stage);
            }
            boolean ended = end(stage, ends);
            return ready && ended ? 0 : 1;
        }
    }

    private CompletableFuture<Integer> run(Path base) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        List<String> words = List.of("--base", base.toString());
        Thread.ofPlatform()
                .name("agent-" + base.getFileName())
                .daemon()
                .start(() -> end.complete(agent.apply(words)));
        return end;
    }

    private boolean isReady(Path base) {
        SocketCaller caller = new SocketCaller(Stage.socket(base));
        long limit = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < limit) {
            if (isHealthy(caller)) {
                return true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return false;
    }

    private static boolean isHealthy(SocketCaller caller) {
        try {
            return caller.command(List.of("status"), ANSWER).startsWith("0 ");
        } catch (IOException notYet) {
            return false;
        }
    }

    private void ask(Stage stage) throws IOException {
        for (Path node : stage.nodes()) {
            SocketCaller caller = new SocketCaller(Stage.socket(node));
            for (String question : QUESTIONS) {
                caller.command(List.of(question.split(" ", -1)), ANSWER);
            }
            for (String page : List.of("/metrics", "/healthz", "/readyz", "/api/v1/view")) {
                caller.page(page, ANSWER);
            }
        }
    }

    private boolean end(Stage stage, List<CompletableFuture<Integer>> ends) {
        boolean all = true;
        for (Path node : stage.nodes()) {
            all &= stop(new SocketCaller(Stage.socket(node)));
        }
        for (CompletableFuture<Integer> end : ends) {
            all &= hasEnded(end);
        }
        return all;
    }

    private boolean stop(SocketCaller caller) {
        try {
            caller.command(List.of("shutdown", "--no-wait"), ANSWER);
            return true;
        } catch (IOException gone) {
            out.println("shutdown: " + gone.getMessage());
            return false;
        }
    }

    private boolean hasEnded(CompletableFuture<Integer> end) {
        try {
            int code = end.get(END.toMillis(), TimeUnit.MILLISECONDS);
            out.println("ended with " + code);
            return code == 0;
        } catch (TimeoutException | ExecutionException failed) {
            out.println("not ended: " + failed);
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
