package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.operation.JobId;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an operator asks of volumes, by the names people give them. It holds no secrets. */
public sealed interface VolumeRequest {

    /** All of them or none; sizes in MiB. */
    record Create(String provider, List<String> volumes, long size) implements VolumeRequest {
        public Create {
            volumes = List.copyOf(volumes);
        }
    }

    record Attach(String volume) implements VolumeRequest {}

    record Detach(String volume) implements VolumeRequest {}

    /** To this many MiB. */
    record Grow(String volume, long size) implements VolumeRequest {}

    /**
     * Deletes it.
     *
     * @param force also when its provider does not find it
     */
    record Remove(String volume, boolean force) implements VolumeRequest {}

    record Snapshot(String volume, String name) implements VolumeRequest {}

    record SetInfo(String volume, String text) implements VolumeRequest {}

    record Verify(String volume, List<String> checks) implements VolumeRequest {
        public Verify {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Snapshots of many nodes at once; not for a volume's queue.
     *
     * @param targets what snapshots are taken of, each with its node
     */
    record Round(String schedule, List<String> targets) implements OfSchedule {
        public Round {
            targets = List.copyOf(targets);
        }

        @Override
        public String lost() {
            return "the agent that coordinated it died; every node has thawed by itself";
        }

        @Override
        public String course() {
            return "is a round of snapshots: it thaws every node and ends by itself, within its"
                    + " limits";
        }
    }

    /** Removes one snapshot of a schedule; not for a volume's queue. */
    record RemoveSnapshot(String schedule, String snapshot) implements OfSchedule {

        @Override
        public String lost() {
            return "the agent died while it was removed; if it is still there, again: baton"
                    + " snapshot"
                    + " remove %s %s".formatted(schedule, snapshot);
        }

        @Override
        public String course() {
            return "removes a snapshot and ends by itself, within its limit";
        }
    }

    /** What runs beside the volumes' queues: it cannot be cancelled, and ends with its agent. */
    sealed interface OfSchedule extends VolumeRequest permits Round, RemoveSnapshot {

        /** What is known of one whose agent died, as a sentence without its end. */
        String lost();

        /** How it ends, to go on with after its name. */
        String course();
    }

    /** Hands one in use over to another node. */
    record Migrate(String volume, Pnn to) implements VolumeRequest {}

    /** Takes one that nobody uses to another node. */
    record Failover(String volume, Pnn to) implements VolumeRequest {}

    /** Keeps one that another node was handing over and never will have handed over. */
    record Adopt(String volume) implements VolumeRequest {}

    /** Calls nothing: it is another node's, or nobody's, and no longer listed here. */
    record Forget(String volume) implements VolumeRequest {}

    /**
     * One call of another node's job, to be made here.
     *
     * @param uuid of the volume, so that no part is taken for one of an earlier volume
     * @param parent the other node's job
     * @param step of it, from 0; -1 for what undoes one
     */
    record Part(String volume, String uuid, String parent, int step, PartCall call)
            implements VolumeRequest {
        public Part {
            if (JobId.parse(parent).isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a job such as 0.17, got \"%s\"".formatted(parent));
            }
        }
    }

    /** For OpenNebula's drivers; not for a volume's queue. */
    record Driven(DriverRequest request) implements VolumeRequest {}

    /** The volumes it is about; a snapshot is not among them until it is there. */
    default List<String> about() {
        return switch (this) {
            case Create create -> create.volumes();
            case Round round -> round.targets();
            case RemoveSnapshot removal -> List.of(removal.snapshot());
            case Attach attach -> List.of(attach.volume());
            case Detach detach -> List.of(detach.volume());
            case Grow grow -> List.of(grow.volume());
            case Remove remove -> List.of(remove.volume());
            case Snapshot snapshot -> List.of(snapshot.volume());
            case SetInfo info -> List.of(info.volume());
            case Verify verify -> List.of(verify.volume());
            case Migrate migrate -> List.of(migrate.volume());
            case Failover failover -> List.of(failover.volume());
            case Adopt adopt -> List.of(adopt.volume());
            case Forget forget -> List.of(forget.volume());
            case Part part -> List.of(part.volume());
            case Driven driven -> List.of(driven.request().about());
        };
    }

    /**
     * What it is kept apart by: the names people give volumes, those it adds included, which are
     * known before anything is.
     */
    default SortedSet<String> subjects() {
        TreeSet<String> all = new TreeSet<>(about());
        if (this instanceof Snapshot snapshot) {
            all.add(snapshot.name());
        }
        return all;
    }

    /** The node it hands the volume over to; empty for all else. */
    default Optional<Pnn> target() {
        return switch (this) {
            case Migrate migrate -> Optional.of(migrate.to());
            case Failover failover -> Optional.of(failover.to());
            case Create _,
                    Attach _,
                    Detach _,
                    Grow _,
                    Remove _,
                    Snapshot _,
                    SetInfo _,
                    Verify _,
                    Adopt _,
                    Forget _,
                    Part _,
                    Driven _,
                    RemoveSnapshot _,
                    Round _ ->
                    Optional.empty();
        };
    }

    /** The command's word. */
    default String word() {
        return switch (this) {
            case Create _ -> "create";
            case Round _ -> "round";
            case RemoveSnapshot _ -> "remove-snapshot";
            case Attach _ -> "attach";
            case Detach _ -> "detach";
            case Grow _ -> "grow";
            case Remove _ -> "remove";
            case Snapshot _ -> "snapshot";
            case SetInfo _ -> "setinfo";
            case Verify _ -> "verify";
            case Migrate _ -> "migrate";
            case Failover _ -> "failover";
            case Adopt _ -> "adopt";
            case Forget _ -> "forget";
            case Part part -> part.call().word();
            case Driven driven -> driven.request().word();
        };
    }
}
