package dev.baton.agent.callout;

/** A request that is not carried out here; the message is a sentence with its cure. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    /** What kind of mistake it is. */
    public enum Kind {
        /** Words that can never be right. */
        USAGE,
        /** There is no such thing. */
        NOT_FOUND,
        /** Not now, or not here. */
        REFUSED,
        /** It was passed on to another node; whether it was begun there is not known. */
        UNANSWERED
    }

    private final Kind kind;

    public Refusal(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
