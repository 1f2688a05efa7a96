package dev.baton.events.contract.quantastor;

/** What a hook has told. Source: storage operations, section 2, "skip code". */
public enum HookEnd {
    /** All is well. */
    OK,
    /** A hook before a snapshot says that none is needed. */
    NOTHING_TO_DO;

    /** The exit status that says so; that of a temporary failure in sysexits. */
    static final int SKIP_CODE = 75;
}
