package dev.baton.orchestrator.snapshot;

/**
 * Why a node is thawed, as its hook is told.
 *
 * <p>Source: storage call-outs contract, section 2.5.
 */
public enum ThawReason {
    OK("ok"),
    PRESNAP_FAILED("presnap-failed"),
    TIMEOUT("timeout"),
    ABANDONED("abandoned");

    private final String word;

    ThawReason(String word) {
        this.word = word;
    }

    /** The value of {@code CALLOUT_REASON}. */
    public String word() {
        return word;
    }
}
