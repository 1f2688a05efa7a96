package dev.baton.events.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a script, and everything that is wrong with it at once. */
final class CallVariables {

    private final String script;
    private final Map<String, String> all;
    private final List<String> problems = new ArrayList<>();

    CallVariables(String script, Map<String, String> all) {
        this.script = script;
        this.all = Map.copyOf(all);
    }

    String script() {
        return script;
    }

    Map<String, String> all() {
        return all;
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(all.get(name)).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            problems.add(name + " is missing");
        }
        return value.orElse("");
    }

    /** Whole MiB, 1 or more. */
    long size(String name) {
        String value = required(name);
        if (value.matches("[1-9]\\d{0,17}")) {
            return Long.parseLong(value);
        }
        if (!value.isEmpty()) {
            problems.add("%s expects whole MiB such as 1024, got \"%s\"".formatted(name, value));
        }
        return 0;
    }

    boolean truth(String name) {
        String value = required(name);
        if (!value.isEmpty() && !List.of("True", "False").contains(value)) {
            problems.add("%s expects True or False, got \"%s\"".formatted(name, value));
        }
        return value.equals("True");
    }

    /** To be called when all that is needed was read. */
    void check() {
        if (!problems.isEmpty()) {
            throw new WrongCall(
                    "%s: %s. It is called by a cluster framework, which sets them"
                            .formatted(script, String.join("; ", problems)));
        }
    }
}
