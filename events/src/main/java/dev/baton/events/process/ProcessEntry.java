package dev.baton.events.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process as {@code /proc} shows it.
 *
 * @param startTicks when it started, in clock ticks since boot
 */
record ProcessEntry(long pid, char state, long parent, long session, long startTicks) {

    private static final Path PROC = Path.of("/proc");

    /** The kernel shows all times to programs in hundredths of a second: proc(5), USER_HZ. */
    private static final int TICKS_PER_SECOND = 100;

    /** Indexes into the words that follow the command's closing parenthesis. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START = 19;

    /** All living processes; zombies are not among them. */
    static List<ProcessEntry> living() {
        List<ProcessEntry> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            entries.filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
                    .forEach(path -> read(path).filter(ProcessEntry::alive).ifPresent(found::add));
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "expected a mounted /proc to look for processes", unreadable);
        }
        return found;
    }

    static Optional<ProcessEntry> of(long pid) {
        return read(PROC.resolve(Long.toString(pid))).filter(ProcessEntry::alive);
    }

    /**
     * The value of a variable in the environment it was started with; empty too when that may not
     * be read.
     */
    Optional<String> environment(String variable) {
        try {
            Path file = PROC.resolve(Long.toString(pid)).resolve("environ");
            String all = "\0" + new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            int at = all.indexOf("\0" + variable + "=");
            if (at < 0) {
                return Optional.empty();
            }
            int from = at + variable.length() + 2;
            int to = all.indexOf('\0', from);
            return Optional.of(to < 0 ? all.substring(from) : all.substring(from, to));
        } catch (IOException goneOrForeign) {
            return Optional.empty();
        }
    }

    /** The present moment in the unit of {@link #startTicks}. */
    static long ticksNow() {
        try {
            String uptime = Files.readString(PROC.resolve("uptime"));
            return (long) (Double.parseDouble(uptime.split(" ", 2)[0]) * TICKS_PER_SECOND);
        } catch (IOException unreadable) {
            throw new IllegalStateException("expected a mounted /proc with uptime", unreadable);
        }
    }

    private boolean alive() {
        return state != 'Z' && state != 'X';
    }

    private static Optional<ProcessEntry> read(Path directory) {
        try {
            byte[] bytes = Files.readAllBytes(directory.resolve("stat"));
            String line = new String(bytes, StandardCharsets.ISO_8859_1);
            String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(
                    new ProcessEntry(
                            Long.parseLong(line.substring(0, line.indexOf(' '))),
                            words[STATE].charAt(0),
                            Long.parseLong(words[PARENT]),
                            Long.parseLong(words[SESSION]),
                            Long.parseLong(words[START])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
