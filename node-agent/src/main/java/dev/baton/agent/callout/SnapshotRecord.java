package dev.baton.agent.callout;

import java.util.Optional;

/** A snapshot that is there, as far as this node knows, and what its round came to. */
public record SnapshotRecord(Entry.SnapshotTaken taken, Optional<Entry.SnapshotJudged> judged) {

    /** One word; {@code unknown} while nobody has told. */
    public String verdict() {
        return judged.map(Entry.SnapshotJudged::verdict).orElse("unknown");
    }
}
