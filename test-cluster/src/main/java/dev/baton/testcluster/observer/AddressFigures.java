package dev.baton.testcluster.observer;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the observer saw of one address in one window; all times in seconds.
 *
 * @param answeredByTwo time in which two nodes answered on the wire
 * @param onNoNode time in which nobody answered
 * @param gaps the spans of that time, in order; of many the last 500
 * @param configuredOnTwo time in which two kernels had it
 * @param configuredOnNone time in which no kernel had it
 * @param takenAfter from the mark to the first answer of a node that did not hold it then
 * @param takenBy that node
 * @param holdersAtMark who answered when the window began
 * @param holders who answers now
 */
public record AddressFigures(
        double answeredByTwo,
        double onNoNode,
        List<Gap> gaps,
        double configuredOnTwo,
        double configuredOnNone,
        OptionalDouble takenAfter,
        Optional<String> takenBy,
        List<String> holdersAtMark,
        List<String> holders) {

    /**
     * A span in which nobody answered.
     *
     * @param at since the mark
     */
    public record Gap(double at, double length) {

        /** Since the mark. */
        public double end() {
            return at + length;
        }
    }

    public AddressFigures {
        gaps = List.copyOf(gaps);
        holdersAtMark = List.copyOf(holdersAtMark);
        holders = List.copyOf(holders);
    }

    static AddressFigures from(JsonNode seen) {
        JsonNode after = seen.get("taken_after_s");
        JsonNode by = seen.get("taken_by");
        return new AddressFigures(
                seen.get("answered_by_two_s").asDouble(),
                seen.get("on_no_node_s").asDouble(),
                gaps(seen.get("gaps")),
                seen.get("configured_on_two_s").asDouble(),
                seen.get("configured_on_none_s").asDouble(),
                after.isNull() ? OptionalDouble.empty() : OptionalDouble.of(after.asDouble()),
                by.isNull() ? Optional.empty() : Optional.of(by.asText()),
                names(seen.get("holders_at_mark")),
                names(seen.get("holders")));
    }

    private static List<Gap> gaps(JsonNode array) {
        List<Gap> gaps = new ArrayList<>();
        array.forEach(
                gap -> gaps.add(new Gap(gap.get("at_s").asDouble(), gap.get("for_s").asDouble())));
        return gaps;
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
