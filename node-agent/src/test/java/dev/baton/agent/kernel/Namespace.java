package dev.baton.agent.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A network namespace of one test, removed with it, and a thread that lives in it. Sockets and
 * threads made on that thread stay in the namespace.
 */
public final class Namespace implements AutoCloseable {

    private static final MethodHandle SETNS =
            Libc.link("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final int CLONE_NEWNET = 0x4000_0000; // linux/sched.h
    private static final long LIMIT_SECONDS = 240;

    private final String name;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private Namespace(String name) {
        this.name = name;
    }

    /** Skips the test, saying so, where namespaces cannot be made. */
    public static Namespace create(String suffix) {
        assumeTrue(
                ProcessControl.userId() == 0, "SKIPPED: network namespaces need root, not tested");
        Namespace made = new Namespace("baton-" + ProcessHandle.current().pid() + "-" + suffix);
        assumeTrue(
                run(List.of("ip", "netns", "add", made.name)),
                "SKIPPED: this kernel forbids network namespaces, not tested");
        try {
            made.ip("link set lo up");
            made.call(made::enter);
            return made;
        } catch (RuntimeException | Error failed) {
            made.close();
            throw failed;
        }
    }

    /** A pair of interfaces, one end in each namespace, both up. */
    public void connect(String end, Namespace other, String otherEnd) {
        ip("link add " + end + " type veth peer name " + otherEnd + " netns " + other.name);
        ip("link set " + end + " up");
        other.ip("link set " + otherEnd + " up");
    }

    /** Runs ip(8) in the namespace. */
    public void ip(String arguments) {
        output(arguments);
    }

    /** Runs ip(8) in the namespace; what it printed. */
    String output(String arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments.split(" ")));
        Optional<String> said = said(command);
        return said.orElseThrow(
                () -> new IllegalStateException("failed: " + String.join(" ", command)));
    }

    /** Runs on the thread that lives in the namespace. */
    public <T> T call(Callable<T> task) {
        try {
            return thread.submit(task).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** As {@link #call}, for what gives nothing back. */
    public void run(Body body) {
        call(
                () -> {
                    body.run();
                    return true;
                });
    }

    public KernelLink link(String interfaceName) {
        return call(
                () -> {
                    try (RouteSocket route = new RouteSocket()) {
                        return route.links().stream()
                                .filter(link -> link.name().value().equals(interfaceName))
                                .findFirst()
                                .orElseThrow();
                    }
                });
    }

    @Override
    public void close() {
        thread.shutdownNow();
        run(List.of("ip", "netns", "del", name));
    }

    /** What a test does in a namespace. */
    @FunctionalInterface
    public interface Body {
        void run() throws IOException;
    }

    private boolean enter() {
        int file = (int) FileCalls.open("/run/netns/" + name, 0, 0);
        long entered = Libc.call(errno -> (int) SETNS.invokeExact(errno, file, CLONE_NEWNET));
        FileCalls.close(file);
        return KernelFailure.check("cannot enter the namespace " + name, entered) == 0;
    }

    private static boolean run(List<String> command) {
        return said(command).isPresent();
    }

    /** What a command printed; empty when it failed, which is then told on standard error. */
    private static Optional<String> said(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.of(said);
            }
            System.err.println(String.join(" ", command) + ": " + said.strip());
            return Optional.empty();
        } catch (IOException failed) {
            System.err.println(String.join(" ", command) + ": " + failed.getMessage());
            return Optional.empty();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
