package dev.baton.events.callout;

/** What is asked of somebody else's executable. */
public interface Call {

    /** Which contract, such as {@code ganeti}. */
    String contract();

    /** Who answers: the provider, or the directory of hooks. */
    String provider();

    /** What is asked, such as {@code create}. */
    String action();

    /**
     * What it is about, such as {@code volume:NAME}: of calls with the same subject one runs at a
     * time.
     */
    String subject();
}
