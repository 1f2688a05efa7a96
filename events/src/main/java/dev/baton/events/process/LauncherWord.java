package dev.baton.events.process;

import dev.baton.events.sequence.ScriptEnding;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a launcher has to say, or what is said about one. */
sealed interface LauncherWord {

    /** The script runs as this process. */
    record Started(long pid) implements LauncherWord {}

    /** The script has ended. */
    record Ended(ScriptEnding ending) implements LauncherWord {}

    /** It heard nothing for too long and begins to kill everything. */
    record Silence() implements LauncherWord {}

    /** It has killed everything and deleted the address. */
    record Abandoned() implements LauncherWord {}

    /** It is gone. */
    record Gone() implements LauncherWord {}

    /** Somebody wants the event to end. */
    record Cancel() implements LauncherWord {}

    /**
     * Reads a launcher's lines; a job's state comes before its status and tells a signal from a
     * number.
     */
    final class Reader {

        /** States of a job that do not mean the end by a signal. */
        private static final Pattern HARMLESS =
                Pattern.compile("\\[\\d+\\][+-]?\\s+\\d+ (Done|Exit|Stopped|Running)\\b.*");

        private static final int LOWEST_OF_SIGNALS = 129;

        private boolean signalled;

        Optional<LauncherWord> read(String line) {
            if (line.startsWith("[")) {
                signalled = !HARMLESS.matcher(line).matches();
                return Optional.empty();
            }
            String[] words = line.split(" ", 2);
            return switch (words[0]) {
                case "started" -> Optional.of(new Started(Long.parseLong(words[1])));
                case "exit" -> Optional.of(new Ended(ending(Integer.parseInt(words[1]))));
                case "silence" -> Optional.of(new Silence());
                case "abandoned" -> Optional.of(new Abandoned());
                default -> Optional.empty();
            };
        }

        private ScriptEnding ending(int status) {
            boolean bySignal = signalled && status >= LOWEST_OF_SIGNALS;
            signalled = false;
            return bySignal ? new ScriptEnding.Signalled() : new ScriptEnding.Exited(status);
        }
    }
}
