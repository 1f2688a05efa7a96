package dev.baton.events;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An event as a caller names it: for which component, and with which words.
 *
 * <p>Source: CTDB events contract, sections 2 (number 2), 3 (number 2) and 5.
 *
 * @param arguments split at runs of blanks, as scripts get them
 */
public record NamedEvent(String component, String name, List<String> arguments) {

    /** The component whose events a node runs by itself. */
    public static final String LEGACY = "legacy";

    private static final Map<String, String> FORMS = new TreeMap<>();

    static {
        for (String name :
                List.of(
                        "init",
                        "setup",
                        "startup",
                        "monitor",
                        "startrecovery",
                        "recovered",
                        "startipreallocate",
                        "ipreallocated",
                        "shutdown")) {
            FORMS.put(name, "");
        }
        FORMS.put("takeip", "INTERFACE IP MASKBITS");
        FORMS.put("releaseip", "INTERFACE IP MASKBITS");
        FORMS.put("updateip", "OLD-INTERFACE NEW-INTERFACE IP MASKBITS");
    }

    public NamedEvent {
        arguments = split(String.join(" ", arguments));
    }

    /**
     * One sentence about a wrong number of arguments. Only the events of {@link #LEGACY} that the
     * contract lists are looked at: what others take is their scripts' matter.
     */
    public Optional<String> objection() {
        if (!component.equals(LEGACY) || !FORMS.containsKey(name)) {
            return Optional.empty();
        }
        String form = FORMS.getOrDefault(name, "");
        int expected = split(form).size();
        if (arguments.size() == expected) {
            return Optional.empty();
        }
        return Optional.of(
                "event %s expects %s, got %d argument%s"
                        .formatted(
                                name,
                                expected == 0 ? "no arguments" : form,
                                arguments.size(),
                                arguments.size() == 1 ? "" : "s"));
    }

    /** Whether it is about one public address, as a node's own event. */
    public boolean ofAddress() {
        return component.equals(LEGACY) && !FORMS.getOrDefault(name, "").isEmpty();
    }

    /** What scripts are called with; never under a lease. */
    public Event event() {
        return name.equals(Event.MONITOR) && arguments.isEmpty()
                ? new Event.Monitor()
                : new Event.Other(name, arguments);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(" +")).filter(word -> !word.isEmpty()).toList();
    }
}
