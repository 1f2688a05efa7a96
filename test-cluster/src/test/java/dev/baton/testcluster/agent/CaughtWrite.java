package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.NamespaceProcess;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * An agent's thread held where it has looked at the clock and is about to renew an address: strace
 * has it stopped at the entry of the call to the kernel, which has not begun.
 */
final class CaughtWrite {

    /** The thread that writes addresses. */
    private static final String THREAD = "addresses";

    private static final String RENEWAL = "RTM_NEWADDR";
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int TRIES = 40;
    private static final long HELD_MICROS = Duration.ofMinutes(5).toMillis() * 1000;

    private final NamespaceProcess strace;
    private final String call;

    private CaughtWrite(NamespaceProcess strace, String call) {
        this.strace = strace;
        this.call = call;
    }

    /** Whether strace is here. */
    static boolean isPossible() {
        return Stream.of("/usr/bin/strace", "/bin/strace").map(Path::of).anyMatch(Files::exists);
    }

    /** Catches the next renewal; other calls of the thread go on at once. */
    static CaughtWrite by(AgentNode agent) {
        String thread = thread(agent.pid());
        for (int i = 0; i < TRIES; i++) {
            CaughtWrite caught = nextCall(agent, thread);
            if (caught.call.contains(RENEWAL)) {
                return caught;
            }
            caught.goOn();
        }
        throw new IllegalStateException("no renewal among " + TRIES + " calls of " + agent.name());
    }

    private static CaughtWrite nextCall(AgentNode agent, String thread) {
        Path calls = agent.base().resolve("strace.txt");
        List<String> command =
                List.of(
                        "strace",
                        "-o",
                        calls.toString(),
                        "-e",
                        "trace=sendto",
                        "-e",
                        "signal=none",
                        "-e",
                        "inject=sendto:delay_enter=" + HELD_MICROS + ":when=1",
                        "-p",
                        thread);
        delete(calls);
        NamespaceProcess strace = agent.background("strace.said", command);
        Awaitility.await("a call of the thread " + THREAD)
                .pollInterval(Duration.ofMillis(2))
                .atMost(CALL)
                .until(() -> !text(calls).isEmpty());
        return new CaughtWrite(strace, text(calls));
    }

    private static String thread(long pid) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.filter(task -> text(task.resolve("comm")).strip().equals(THREAD))
                    .map(task -> task.getFileName().toString())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list threads of " + pid, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException ended) {
            return "";
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    /** Lets the thread make the call. */
    void goOn() {
        strace.process().destroyForcibly();
        strace.kill();
    }
}
