package dev.baton.agent.callout;

import java.util.List;
import java.util.Optional;

/**
 * A job and what came of it.
 *
 * @param calls of it, in the order of their starts
 */
public record JobRecord(
        Entry.JobTaken taken,
        JobState state,
        Optional<Entry.JobTroubled> trouble,
        Optional<Entry.JobEnded> ended,
        List<Long> calls) {

    public JobRecord {
        calls = List.copyOf(calls);
    }

    /** Such as {@code 0.17}. */
    public String id() {
        return taken.job();
    }

    /** The other node's job that it is a call of; empty for one that an operator asked for. */
    public Optional<String> parent() {
        return taken.request() instanceof VolumeRequest.Part part
                ? Optional.of(part.parent())
                : Optional.empty();
    }

    /** Why it is as it is; empty for one that does well. */
    public String why() {
        return ended.map(Entry.JobEnded::why)
                .or(() -> trouble.map(Entry.JobTroubled::why))
                .orElse("");
    }

    /** Warnings, and what was undone. */
    public List<String> notes() {
        return ended.map(Entry.JobEnded::notes).orElseGet(List::of);
    }
}
