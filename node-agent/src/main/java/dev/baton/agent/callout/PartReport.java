package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.baton.events.callout.Truth;
import dev.baton.events.contract.ganeti.Attachment;

import java.util.List;
import java.util.Optional;

/**
 * How a part of another node's job does.
 *
 * @param job here that carries it out; empty when it was refused
 * @param why a sentence; empty for a part that does well
 */
record PartReport(String job, JobState state, String why) {

    static PartReport of(JobRecord job) {
        return new PartReport(job.id(), job.state(), job.why());
    }

    static PartReport refused(String why) {
        return new PartReport("", JobState.FAILED, why);
    }

    /** Asked for by who no longer has a say in it. */
    static PartReport unknown(String why) {
        return new PartReport("", JobState.UNKNOWN, why);
    }

    String text() {
        try {
            return StoredText.mapper().writeValueAsString(this);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a report cannot be written: " + this, broken);
        }
    }

    static Optional<PartReport> read(String text) {
        try {
            return Optional.of(StoredText.mapper().readValue(text, PartReport.class));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** What has happened; empty while it is under way. */
    Optional<Truth<Attachment>> truth() {
        return switch (state) {
            case WAITING, RUNNING -> Optional.empty();
            case DONE -> Optional.of(new Truth.Done<>(Attachment.NONE));
            case WARNED -> Optional.of(new Truth.Done<>(Attachment.NONE, List.of(why)));
            case FAILED, CANCELLED -> Optional.of(new Truth.NotDone<>(why));
            case UNKNOWN -> Optional.of(new Truth.Unknown<>(why));
        };
    }
}
