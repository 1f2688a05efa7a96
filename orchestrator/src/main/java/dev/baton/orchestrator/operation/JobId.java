package dev.baton.orchestrator.operation;

import dev.baton.config.Pnn;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a job in the whole cluster, such as {@code 0.17}.
 *
 * @param node that took it
 * @param number of the node's jobs, never used again
 */
public record JobId(Pnn node, long number) implements Comparable<JobId> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,15})");

    public JobId {
        if (number < 1) {
            throw new IllegalArgumentException("expected a number of 1 or more, got " + number);
        }
    }

    /** What a text names. */
    public static Optional<JobId> parse(String text) {
        Matcher form = FORM.matcher(text);
        boolean fits =
                form.matches()
                        && Integer.parseInt(form.group(1)) <= Pnn.MAX
                        && Long.parseLong(form.group(2)) > 0;
        return fits
                ? Optional.of(
                        new JobId(
                                new Pnn(Integer.parseInt(form.group(1))),
                                Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(JobId other) {
        return Comparator.comparing(JobId::node)
                .thenComparingLong(JobId::number)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return node + "." + number;
    }
}
