package dev.baton.monitoring.metrics;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent has counted of the clients of libStorageMgmt it serves since it started.
 *
 * @param requests by method, those that were never asked included; a closed set
 * @param malformed what came that was no request
 * @param sessions that have not ended
 */
public record LsmCounts(SortedMap<String, Requests> requests, long malformed, int sessions) {

    /** In place of a method the contract does not know. */
    public static final String UNKNOWN = "unknown";

    /** Nobody is served. */
    public static final LsmCounts NONE = new LsmCounts(new TreeMap<>(), 0, 0);

    /** Of one method. */
    public record Requests(long done, long refused) {

        private static final Requests NONE = new Requests(0, 0);

        /** Both together. */
        public Requests plus(Requests other) {
            return new Requests(done + other.done, refused + other.refused);
        }
    }

    public LsmCounts {
        TreeMap<String, Requests> all = new TreeMap<>(requests);
        all.putIfAbsent(UNKNOWN, Requests.NONE);
        requests = Collections.unmodifiableSortedMap(all);
    }

    double done(String method) {
        return requests.getOrDefault(method, Requests.NONE).done();
    }

    double refused(String method) {
        return requests.getOrDefault(method, Requests.NONE).refused();
    }
}
