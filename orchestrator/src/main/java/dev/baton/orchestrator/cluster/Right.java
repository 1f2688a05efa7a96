package dev.baton.orchestrator.cluster;

import dev.baton.config.IpAddress;

import java.util.Comparator;

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

    /**
     * Changing one storage object, by whatever call.
     *
     * @param name of the object among those of its kind; a volume's has its provider in front
     */
    record Changing(StorageKind kind, String name) implements Right {

        private static final int LONGEST = 400;

        private static final Comparator<Changing> ORDER =
                Comparator.comparing(Changing::kind).thenComparing(Changing::name);

        public Changing {
            if (name.isEmpty() || name.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "expected a name of 1 to %d characters, got %d"
                                .formatted(LONGEST, name.length()));
            }
        }

        /** A volume, which its provider knows by more than this name. */
        public static Changing volume(String provider, String title) {
            return new Changing(StorageKind.VOLUME, provider + "/" + title);
        }

        @Override
        public String toString() {
            return kind.word() + ":" + name;
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
            case Changing _ -> 3;
        };
    }

    private static int within(Right one, Right other) {
        return switch (one) {
            case Leading _ -> 0;
            case Serving(IpAddress address) -> address.compareTo(((Serving) other).address());
            case Section(String name) -> name.compareTo(((Section) other).name());
            case Changing changing -> Changing.ORDER.compare(changing, (Changing) other);
        };
    }
}
