package dev.baton.agent.opennebula;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What would be called, in this order, without secrets.
 *
 * @param what is asked for
 */
public record DriverPlan(String what, List<Call> calls) {

    /**
     * One call.
     *
     * @param node it would be made on
     * @param user as whom
     * @param input what its standard input would hold
     * @param limitMillis 0 for none
     * @param undoneBy the calls that undo it, each on one line
     */
    public record Call(
            String node,
            String driver,
            String action,
            String program,
            List<String> arguments,
            SortedMap<String, String> environment,
            String user,
            Optional<String> input,
            long limitMillis,
            List<String> undoneBy) {
        public Call {
            arguments = List.copyOf(arguments);
            environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
            undoneBy = List.copyOf(undoneBy);
        }
    }

    public DriverPlan {
        calls = List.copyOf(calls);
    }
}
