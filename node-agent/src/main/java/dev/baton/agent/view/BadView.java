package dev.baton.agent.view;

/** A saved view cannot be read; the message names file, field and what was expected. */
public final class BadView extends Exception {

    private static final long serialVersionUID = 1;

    BadView(String file, String field, String expected) {
        super(file + ": " + (field.isEmpty() ? "" : field + ": ") + expected);
    }
}
