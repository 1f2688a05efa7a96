package dev.baton.agent.opennebula;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.Refusal;
import dev.baton.config.DatastoreOptions;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What operators can do with datastores, images and disks from this node. Thread: any. */
public interface DriverAccess {

    /**
     * A datastore of the settings, and its drivers as they are on this node.
     *
     * @param path its directory; empty for one that is none
     * @param drivers of images where it has one, then of transfer
     * @param images written down for it
     */
    record Line(DatastoreOptions options, String path, List<FoundDriver> drivers, int images) {
        public Line {
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * What is in a datastore and not written down, and the other way round.
     *
     * @param sizes bytes of files nobody has written down, by path
     * @param missing images of which there is no file
     * @param warning what this may be wrong about; empty for nothing
     */
    record Orphans(SortedMap<String, Long> sizes, List<ImageRecord> missing, String warning) {
        public Orphans {
            missing = List.copyOf(missing);
        }
    }

    /** By id. */
    List<Line> datastores() throws Refusal;

    /** What a driver tells; empty when that takes longer, the call goes on then. */
    Optional<Truth<DriverResult>> ask(StoreQuestion question, Duration patience) throws Refusal;

    /** What would be called. */
    DriverPlan plan(StoreQuestion question) throws Refusal;

    /** Compares what is in a datastore's directory with what is written down. */
    Orphans orphans(String datastore) throws Refusal;

    /**
     * Images that are written down.
     *
     * @param all by id, without values of attributes
     * @param warning which nodes may have others; empty for none
     */
    record Written(List<ImageRecord> all, String warning) {
        public Written {
            all = List.copyOf(all);
        }
    }

    /** Those of all nodes. */
    Written images() throws Refusal;

    /** One by its name or its id, without values of attributes. */
    ImageRecord image(String word) throws Refusal;

    /** The number of a datastore that is named by it or by its name. */
    long datastore(String word) throws Refusal;

    /** What would be called. */
    DriverPlan plan(ImageOrder order) throws Refusal;

    /** Takes a job; it is on the disk then. */
    JobRecord submit(ImageOrder order) throws Refusal;

    /** What would be called to undo a job that is not over, if it were cancelled now. */
    DriverPlan planUndoing(JobRecord job) throws Refusal;

    /** Takes an image out of the records; no driver is called. */
    ImageRecord forget(String image) throws Refusal;

    /** What would be called. */
    DriverPlan plan(Machine machine, Change change) throws Refusal;

    /** Takes a job; it is on the disk then. */
    JobRecord submit(Machine machine, Change change) throws Refusal;
}
