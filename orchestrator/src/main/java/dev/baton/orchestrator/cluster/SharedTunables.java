package dev.baton.orchestrator.cluster;

import dev.baton.config.Tunables;

import java.util.Map;
import java.util.StringJoiner;

/**
 * Values of tunables for all nodes, as a leader gave them out; every node goes by the newest ones
 * any report has. Gone once no agent of the cluster runs.
 *
 * <p>Source: CTDB events contract, section 16, line 7.
 *
 * @param number of two, the values with the higher one count
 * @param values all that are shared, not only those of the last change
 */
public record SharedTunables(Ballot number, Tunables values) {

    /** Before an operator shared any. */
    public static final SharedTunables NONE = new SharedTunables(Ballot.NONE, Tunables.DEFAULT);

    /** Whether these count and not the others. */
    public boolean isNewerThan(SharedTunables other) {
        return number.compareTo(other.number) > 0;
    }

    /**
     * Other values in place of these, given out by a leader.
     *
     * @param leading the number of its right to lead
     */
    public SharedTunables replacedBy(Incarnation leader, long leading, Tunables others) {
        long next = Math.max(leading, number.number() + 1);
        return new SharedTunables(new Ballot(next, leader), others);
    }

    /** What others have changed that came in place of these, as {@code Name 5, Other reset}. */
    public String changesTo(SharedTunables others) {
        StringJoiner words = new StringJoiner(", ");
        for (Map.Entry<String, Integer> now : others.values.changed().entrySet()) {
            if (!now.getValue().equals(values.changed().get(now.getKey()))) {
                words.add(now.getKey() + " " + now.getValue());
            }
        }
        for (String before : values.changed().keySet()) {
            if (!others.values.changed().containsKey(before)) {
                words.add(before + " reset");
            }
        }
        return words.toString();
    }
}
