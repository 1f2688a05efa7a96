package dev.baton.agent.round;

import dev.baton.agent.callout.Refusal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A round somebody asks for.
 *
 * @param schedule its id
 * @param only the one target snapshots are taken of, as the settings write it; empty for all
 * @param name what the names of its snapshots end with; empty for its time. Named snapshots are
 *     kept until somebody removes them
 */
public record RoundAsk(String schedule, Optional<String> only, Optional<String> name) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TIME = Pattern.compile("(?:.*-)?\\d{8}T\\d{6}Z-\\d+\\.\\d+");

    /** Of all targets, named by its time. */
    public static RoundAsk of(String schedule) {
        return new RoundAsk(schedule, Optional.empty(), Optional.empty());
    }

    /** Whether the end of a snapshot's name is the time and the job of its round. */
    static boolean isNamedByTime(String snapshot) {
        return TIME.matcher(snapshot).matches();
    }

    void check() throws Refusal {
        if (name.isPresent()
                && (!NAME.matcher(name.get()).matches() || isNamedByTime(name.get()))) {
            throw new Refusal(
                    Refusal.Kind.USAGE,
                    ("a snapshot is named by at most 64 letters, digits, '.', '_' and '-', and not"
                         + " as a round names its own, got \"%s\"; such as before-upgrade")
                            .formatted(name.get().replaceAll("\\p{Cntrl}", "?")));
        }
    }
}
