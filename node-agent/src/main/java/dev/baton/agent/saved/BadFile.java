package dev.baton.agent.saved;

/** A saved file cannot be read; the message names file, field and what was expected. */
public final class BadFile extends Exception {

    private static final long serialVersionUID = 1;

    BadFile(String file, String field, String expected) {
        super(file + ": " + (field.isEmpty() ? "" : field + ": ") + expected);
    }

    /** The message, for those who cannot do without one. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
