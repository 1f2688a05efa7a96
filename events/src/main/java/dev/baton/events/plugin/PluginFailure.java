package dev.baton.events.plugin;

import dev.baton.events.contract.lsm.LsmCode;

/** Something was not done; the client gets the number and the sentence. */
public final class PluginFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final LsmCode code;

    /** With a sentence that says what to do. */
    public PluginFailure(LsmCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /** Why, as a number. */
    public LsmCode code() {
        return code;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
