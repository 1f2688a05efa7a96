package dev.baton.orchestrator.cluster;

import dev.baton.config.IpAddress;

/** What at most one node may do at a time, by a lease that a majority of voters acknowledges. */
public sealed interface Right extends Comparable<Right> {

    /** Leading the cluster: planning and ordering takeover runs. */
    record Leading() implements Right {
        @Override
        public String toString() {
            return "leading";
        }
    }

    /** Answering for one public address. */
    record Serving(IpAddress address) implements Right {
        @Override
        public String toString() {
            return "serving:" + address;
        }
    }

    /** Being inside one cluster-wide exclusive section. */
    record Section(String name) implements Right {
        @Override
        public String toString() {
            return "section:" + name;
        }
    }

    @Override
    default int compareTo(Right other) {
        int byKind = Integer.compare(kind(this), kind(other));
        return byKind != 0 ? byKind : within(this, other);
    }

    private static int kind(Right right) {
        return switch (right) {
            case Leading _ -> 0;
            case Serving _ -> 1;
            case Section _ -> 2;
        };
    }

    private static int within(Right one, Right other) {
        return switch (one) {
            case Leading _ -> 0;
            case Serving(IpAddress address) -> address.compareTo(((Serving) other).address());
            case Section(String name) -> name.compareTo(((Section) other).name());
        };
    }
}
