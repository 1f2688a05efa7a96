package dev.baton.events.process;

import dev.baton.events.Event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The process that starts an event's scripts and cleans up should this one die. Source: safety
 * rule, section 3.
 */
final class LauncherProcess {

    private static final String NONE = "-";

    private final Process process;

    private LauncherProcess(Process process) {
        this.process = process;
    }

    /** Starts it; what it says goes to {@code heard}, in order. */
    static LauncherProcess start(
            RunnerSettings settings,
            EventScope scope,
            Event event,
            Map<String, String> environment,
            Path output,
            Consumer<LauncherWord> heard)
            throws IOException {
        ProcessBuilder command = new ProcessBuilder(arguments(settings, scope, event));
        command.environment().clear();
        command.environment().putAll(environment);
        command.environment().remove(TaggedProcesses.VARIABLE);
        command.redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
        Process process = scope.launch(command);
        Thread.ofVirtual().name("launcher-" + process.pid()).start(() -> listen(process, heard));
        return new LauncherProcess(process);
    }

    private static List<String> arguments(RunnerSettings settings, EventScope scope, Event event) {
        boolean mustHear =
                !settings.silence().isZero()
                        && (event instanceof Event.TakeIp || event instanceof Event.UpdateIp);
        List<String> all = new ArrayList<>();
        all.addAll(List.of("/usr/bin/setsid", settings.launcher().toString()));
        all.add(scope.tag());
        all.add(scope.group().map(Path::toString).orElse(NONE));
        all.add(mustHear ? seconds(settings.silence()) : NONE);
        all.add(event.address().map(Object::toString).orElse(NONE));
        all.add(event.name());
        all.addAll(event.arguments());
        return all;
    }

    private static String seconds(Duration time) {
        long millis = Math.max(1, time.toMillis());
        return millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1);
    }

    /** Its end is noticed apart from the pipe, which the waiter of a running script still holds. */
    private static void listen(Process process, Consumer<LauncherWord> heard) {
        LauncherWord.Reader words = new LauncherWord.Reader();
        var _ = process.onExit().thenRun(() -> heard.accept(new LauncherWord.Gone()));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                words.read(line).ifPresent(heard);
            }
        } catch (IOException closed) {
            heard.accept(new LauncherWord.Gone());
        }
    }

    void run(Path script) {
        say("run " + script);
    }

    void renewed() {
        say("alive");
    }

    /** Lets it go; what the event left running stays. */
    void done() {
        say("done");
    }

    /** Ends the launcher itself; whoever calls has to end its event's processes. */
    void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** One short write to a pipe; a launcher that is gone is reported by its listener. */
    private synchronized void say(String line) {
        try {
            OutputStream commands = process.getOutputStream();
            commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            commands.flush();
        } catch (IOException gone) {
            process.destroy();
        }
    }
}
