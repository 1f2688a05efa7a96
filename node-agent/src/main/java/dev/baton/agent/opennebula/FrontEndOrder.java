package dev.baton.agent.opennebula;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.baton.agent.callout.StoredText;
import dev.baton.agent.callout.ToolLine;
import dev.baton.config.Pnn;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import java.util.List;
import java.util.Optional;

/**
 * What one node asks of another as a front-end, in the words of one line; the answer is the JSON of
 * the type that is named here.
 *
 * <p>Attributes of images may be secrets: such a line goes to peers only, and into no log.
 */
sealed interface FrontEndOrder {

    /** How it does as the front-end of this datastore: {@link DriverRoom.Standing}. */
    record Stand(long datastore) implements FrontEndOrder {}

    /** Whether this image is written down there: a {@code Boolean}. */
    record Find(String image) implements FrontEndOrder {}

    /** The images that are written down there, a list of {@link ImageRecord}. */
    record ListImages() implements FrontEndOrder {}

    /** One of them: {@link ImageRecord}. */
    record Known(String image) implements FrontEndOrder {}

    /** Takes a job about an image: {@link dev.baton.agent.callout.JobRecord}. */
    record DoImage(ImageOrder order) implements FrontEndOrder {}

    /** What that would call: {@link DriverPlan}. */
    record PlanImage(ImageOrder order) implements FrontEndOrder {}

    /** Takes a job about disks: {@link dev.baton.agent.callout.JobRecord}. */
    record DoDisks(Machine machine, Change change) implements FrontEndOrder {}

    /** What that would call: {@link DriverPlan}. */
    record PlanDisks(Machine machine, Change change) implements FrontEndOrder {}

    /** Takes an image out of the records: {@link ImageRecord}. */
    record Forget(String image) implements FrontEndOrder {}

    /** What is in a datastore's directory: {@link DriverAccess.Orphans}. */
    record Stray(String datastore) implements FrontEndOrder {}

    /**
     * What a driver tells, in at most so many milliseconds: {@link Said}.
     *
     * @param ticket by which the same is asked for again; it is asked of the driver once
     */
    record Ask(StoreQuestion question, String ticket, long patience) implements FrontEndOrder {}

    /** What that would call: {@link DriverPlan}. */
    record PlanAsk(StoreQuestion question) implements FrontEndOrder {}

    /** What a driver said; nothing where that takes longer. */
    record Said(Optional<Truth<DriverResult>> truth) {}

    private static JsonMapper mapper() {
        return StoredText.mapper(
                List.of(
                        FrontEndOrder.class,
                        ImageOrder.class,
                        StoreQuestion.class,
                        Truth.class,
                        DriverResult.class));
    }

    private static ToolLine<FrontEndOrder> line() {
        return new ToolLine<>("front-end", FrontEndOrder.class, mapper());
    }

    /** Whether these words are one. */
    static boolean isOne(List<String> words) {
        return line().isOne(words);
    }

    /** What such a line asks for; empty for what another release may have meant. */
    static Optional<FrontEndOrder> read(List<String> words) {
        return line().read(words);
    }

    /** The line. */
    default OperatorCommand.CallTool line(Pnn to) {
        return line().line(to, this);
    }

    /** Whether it begins something, so that no answer leaves open whether it did. */
    default boolean begins() {
        return switch (this) {
            case DoImage _, DoDisks _, Forget _ -> true;
            case Stand _,
                    Find _,
                    ListImages _,
                    Known _,
                    PlanImage _,
                    PlanDisks _,
                    Stray _,
                    Ask _,
                    PlanAsk _ ->
                    false;
        };
    }

    /** An answer as JSON. */
    static <T> String text(T told, TypeReference<T> type) {
        try {
            return mapper().writerFor(type).writeValueAsString(told);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("cannot be written: " + type.getType(), broken);
        }
    }

    /** The other way round; empty for what another release may have meant. */
    static <T> Optional<T> parsed(String text, TypeReference<T> type) {
        try {
            return Optional.of(mapper().readValue(text, type));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
