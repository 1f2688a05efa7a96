package dev.baton.agent.lsm;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Jobs that clients have let go of: they are not theirs to see any more, and stay in this node's
 * records. Bounds: the newest {@value #MOST} of this life. Thread: any.
 */
final class FreedJobs {

    private static final int MOST = 10_000;

    private final Set<String> all = new LinkedHashSet<>();

    synchronized boolean has(String job) {
        return all.contains(job);
    }

    synchronized void add(String job) {
        all.add(job);
        if (all.size() > MOST) {
            all.remove(all.iterator().next());
        }
    }
}
