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

    /** In place of what a launcher is not to have. */
    static final String NONE = "-";

    private final Process process;

    private LauncherProcess(Process process) {
        this.process = process;
    }

    /**
     * What a launcher is given.
     *
     * @param silence longest time without {@link #renewed}; zero for no limit
     * @param address to delete after a kill; or "-"
     * @param arguments of the scripts
     * @param environment of the scripts, whole
     * @param started what of it a launcher that waits may be started with
     * @param output where what they print is appended
     * @param errors where their errors go; or "-" for the same place
     * @param directory they work in; or "-" for the launcher's own, as event scripts have it
     * @param input what they read; or "-" for nothing
     * @param user {@code UID:GID} as whom they run; or "-" for the agent's own
     */
    record Task(
            Duration silence,
            EventScope scope,
            String address,
            List<String> arguments,
            Map<String, String> environment,
            Map<String, String> started,
            Path output,
            String errors,
            String directory,
            String input,
            String user) {

        /** For the scripts of an event; one that adds an address must hear of renewals. */
        static Task of(
                Duration silence,
                EventScope scope,
                Event event,
                Map<String, String> environment,
                Path output) {
            boolean mustHear = event instanceof Event.TakeIp || event instanceof Event.UpdateIp;
            List<String> arguments = new ArrayList<>();
            arguments.add(event.name());
            arguments.addAll(event.arguments());
            return new Task(
                    mustHear ? silence : Duration.ZERO,
                    scope,
                    event.address().map(Object::toString).orElse(NONE),
                    arguments,
                    environment,
                    environment,
                    output,
                    NONE,
                    NONE,
                    NONE,
                    NONE);
        }

        private List<String> words() {
            List<String> all = new ArrayList<>();
            all.add(scope.tag());
            all.add(silence.isZero() ? NONE : seconds(silence));
            all.add(address);
            all.add(output.toString());
            all.add(errors);
            all.add(directory);
            all.add(input);
            all.add(user);
            all.addAll(arguments);
            return all;
        }

        private List<String> differencesFrom(Map<String, String> present) {
            List<String> all = new ArrayList<>();
            environment.forEach(
                    (name, value) -> {
                        boolean own = name.equals(TaggedProcesses.VARIABLE);
                        if (!own && !value.equals(present.get(name))) {
                            all.add(name + "=" + value);
                        }
                    });
            present.keySet().stream()
                    .filter(name -> !environment.containsKey(name))
                    .forEach(all::add);
            return all;
        }
    }

    /**
     * Gives an event to a launcher; what it says goes to {@code heard}, in order. One that has
     * waited may have been killed meanwhile: then another is started.
     */
    static LauncherProcess start(Launchers launchers, Task task, Consumer<LauncherWord> heard)
            throws IOException {
        Launchers.Waiting waiting = launchers.take(task.started());
        try {
            return entrust(waiting, task, heard);
        } catch (IOException gone) {
            waiting.discard();
            return entrust(launchers.fresh(task.started()), task, heard);
        }
    }

    private static LauncherProcess entrust(
            Launchers.Waiting waiting, Task task, Consumer<LauncherWord> heard) throws IOException {
        Process process = waiting.process();
        task.scope().entrust(waiting);
        OutputStream commands = process.getOutputStream();
        commands.write(
                text(List.of(task.words(), task.differencesFrom(waiting.environment())))
                        .getBytes(StandardCharsets.UTF_8));
        commands.flush();
        Thread.ofVirtual().name("launcher-" + process.pid()).start(() -> listen(process, heard));
        return new LauncherProcess(process);
    }

    private static String text(List<List<String>> lists) {
        StringBuilder text = new StringBuilder();
        for (List<String> list : lists) {
            text.append(list.size()).append('\0');
            list.forEach(word -> text.append(word).append('\0'));
        }
        return text.toString();
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

    /** The same with an input that stays open until {@link #close}. */
    void hold(Path script) {
        say("hold " + script);
    }

    void close() {
        say("close");
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
