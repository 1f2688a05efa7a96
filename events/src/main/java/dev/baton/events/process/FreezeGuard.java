package dev.baton.events.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process that thaws this node when this agent dies or leaves it frozen for too long.
 *
 * <p>It thaws or the agent does, never both: whoever has its word {@code held} thaws. Thread: one
 * for each guard. Source: storage call-outs contract, section 2.5.
 */
public final class FreezeGuard {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Words it may say in its life. */
    private static final int ROOM = 16;

    private final Process process;
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>(ROOM);

    /**
     * What it is given.
     *
     * @param state file it locks and writes to
     * @param mark variable in the environment of what freezes
     * @param limit until it thaws without being asked
     * @param holds whether what freezes is given time to end by itself
     * @param hookLimit for one run of the hook
     * @param tries runs until it succeeds
     * @param environment of the hooks; whole
     */
    public record Task(
            Path state,
            String mark,
            Duration limit,
            boolean holds,
            Duration hookLimit,
            int tries,
            Path hook,
            Path asyncHook,
            List<String> arguments,
            Map<String, String> environment) {

        private List<String> words() {
            List<String> all = new ArrayList<>();
            all.add(state.toString());
            all.add(mark);
            all.add(seconds(limit));
            all.add(holds ? "3" : "0");
            all.add(seconds(hookLimit));
            all.add(Integer.toString(tries));
            all.add(hook.toString());
            all.add(asyncHook.toString());
            all.addAll(arguments);
            return all;
        }
    }

    private FreezeGuard(Process process) {
        this.process = process;
    }

    /**
     * Starts one; it guards when this returns.
     *
     * @param program the {@code freeze-guard}
     */
    public static FreezeGuard open(ProcessScopes scopes, Path program, Task task)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/setsid", program.toString()));
        command.addAll(task.words());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(new TreeMap<>(task.environment()));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        FreezeGuard guard = new FreezeGuard(scopes.launch(builder));
        Thread.ofVirtual().name("guard-" + guard.process.pid()).start(guard::listen);
        if (guard.next(PATIENCE).filter("ready"::equals).isEmpty()) {
            guard.process.destroyForcibly();
            throw new IOException("%s did not begin within %s".formatted(program, PATIENCE));
        }
        return guard;
    }

    /** Of a whole second at least. */
    private static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!words.offer(line)) {
                    return;
                }
            }
        } catch (IOException gone) {
            words.clear();
        }
    }

    private Optional<String> next(Duration patience) {
        try {
            return Optional.ofNullable(words.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * From now on the agent thaws, and the guard only when it dies or takes longer than this.
     *
     * @return false when the guard thaws already, or has
     */
    public boolean hold(Duration limit) {
        return say("hold " + seconds(limit)) && next(PATIENCE).filter("held"::equals).isPresent();
    }

    /** The status of the guard's own thaw; empty when it is not over by then, or was none. */
    public Optional<Integer> thawed(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
            Optional<String> word = next(Duration.ofNanos(left));
            if (word.isPresent() && word.get().startsWith("thawed ")) {
                return Optional.of(Integer.parseInt(word.get().substring("thawed ".length())));
            }
        }
        return Optional.empty();
    }

    /** It ends without doing anything. */
    public void done() {
        say("done");
    }

    private boolean say(String line) {
        try {
            OutputStream commands = process.getOutputStream();
            commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            commands.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
