package dev.baton.events.provider;

/** A script was called with variables or parameters it cannot work with; the message says which. */
public final class WrongCall extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** For a sentence with its cure. */
    public WrongCall(String sentence) {
        super(sentence);
    }
}
