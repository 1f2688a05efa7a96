package dev.baton.orchestrator.snapshot;

/**
 * The hooks of a schedule, by the middle of their file names.
 *
 * <p>Source: storage call-outs contract, section 2.1.
 */
public enum RoundHook {
    PRESTART("prestart"),
    PRESNAP("presnap"),
    POSTSNAP("postsnap");

    private final String word;

    RoundHook(String word) {
        this.word = word;
    }

    /** As in {@code schedule-presnap.sh}. */
    public String word() {
        return word;
    }
}
