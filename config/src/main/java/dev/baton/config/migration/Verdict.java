package dev.baton.config.migration;

/** What becomes of a setting that was found. Source: operator experience, section 3, rule 1. */
public enum Verdict {
    /** It means the same and is written. */
    TAKEN("taken"),
    /** As {@link #TAKEN}; but without the setting the two products do different things. */
    OTHER_DEFAULT("other default"),
    /** It changes nothing here, and why: most of these are about databases. */
    IGNORED("ignored"),
    /** It cannot be carried over, so that nothing is written before somebody decides. */
    REFUSED("refused");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** The word of tables and JSON. */
    public String text() {
        return text;
    }
}
