package dev.baton.orchestrator.takeover;

/**
 * The stages of a run, in their order. Each is a barrier. Source: CTDB events contract, section 13.
 */
public enum StageName {
    /** Nodes that earned it are banned. */
    BAN,
    /** Once around the first picture of a new leader, and when an operator asks for it. */
    START_RECOVERY,
    RECOVERED,
    START_IPREALLOCATE,
    /** {@code releaseip}, and {@code updateip} of what changes its interface only. */
    RELEASE,
    TAKE,
    IPREALLOCATED;

    /** What nodes run in it. */
    String event() {
        return switch (this) {
            case BAN -> "ban";
            case START_RECOVERY -> "startrecovery";
            case RECOVERED -> "recovered";
            case START_IPREALLOCATE -> "startipreallocate";
            case RELEASE -> "releaseip";
            case TAKE -> "takeip";
            case IPREALLOCATED -> "ipreallocated";
        };
    }

    /** Whether it belongs to what comes before addresses are looked at. */
    boolean isBeforeAddresses() {
        return compareTo(START_IPREALLOCATE) < 0;
    }
}
