package dev.baton.agent.callout;

import java.util.Optional;

/** A call: what was run, and how it ended. */
public record CallRecord(Entry.CallBegun begun, Optional<Entry.CallEnded> ended) {

    /** One word; {@code running} while it runs. */
    public String outcome() {
        return ended.map(Entry.CallEnded::outcome).orElse("running");
    }
}
