package dev.baton.events.contract.ganeti;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The scripts of a provider. Source: storage call-outs contract, sections 3.1, 3.4 and 3.8. */
public enum Action {
    CREATE(true),
    ATTACH(true),
    DETACH(true),
    REMOVE(true),
    GROW(true),
    SETINFO(true),
    VERIFY(true),
    SNAPSHOT(false),
    OPEN(false),
    CLOSE(false);

    private final boolean required;

    Action(boolean required) {
        this.required = required;
    }

    /** Whether a provider without it is not valid. */
    public boolean isRequired() {
        return required;
    }

    /** Whether what it prints is kept in a file: what attach prints is its result. */
    public boolean isLogged() {
        return this != ATTACH;
    }

    /** Its file name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By file name. */
    public static Optional<Action> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
