package dev.baton.agent.callout;

import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a job asks of OpenNebula's storage drivers. It holds no secrets: what an image's driver is
 * told is in the records of images.
 */
public sealed interface DriverRequest {

    /**
     * One action of a datastore's driver.
     *
     * @param title what people call the image
     */
    record OfImage(DatastoreAction action, long datastore, long image, String title)
            implements DriverRequest {}

    /**
     * One action of a datastore's driver about a snapshot of an image.
     *
     * @param title what people call the image
     * @param snapshot its number
     */
    record OfSnapshot(
            DatastoreAction action, long datastore, long image, String title, int snapshot)
            implements DriverRequest {}

    /** What a machine's disks need because of a change. */
    record OfDisks(Machine machine, Change change) implements DriverRequest {}

    /** The datastore whose front-end carries it out. */
    default long home() {
        return switch (this) {
            case OfImage(var _, long datastore, long _, String _) -> datastore;
            case OfSnapshot snapshot -> snapshot.datastore();
            case OfDisks(Machine machine, Change _) -> machine.home().datastore();
        };
    }

    /** Jobs of one node that have one of them in common run one after the other. */
    default NavigableSet<String> subjects() {
        TreeSet<String> all = new TreeSet<>();
        images().forEach(id -> all.add("image:" + id));
        if (this instanceof OfDisks(Machine machine, Change _)) {
            all.add("machine:" + machine.id());
        }
        return all;
    }

    /** The images it changes; of those that go back to the datastore only their source is known. */
    default NavigableSet<Long> images() {
        TreeSet<Long> all = new TreeSet<>();
        switch (this) {
            case OfImage image -> all.add(image.image());
            case OfSnapshot snapshot -> all.add(snapshot.image());
            case OfDisks(Machine _, Change.Save save) -> all.add(save.image());
            case OfDisks _ -> {
                // disks are not images
            }
        }
        return all;
    }

    /** What it is about, in the words people use. */
    default String about() {
        return switch (this) {
            case OfImage image -> image.title();
            case OfSnapshot snapshot -> snapshot.title();
            case OfDisks(Machine machine, Change _) -> "machine " + machine.id();
        };
    }

    /** The command's words. */
    default String word() {
        return switch (this) {
            case OfImage image -> "image " + word(image.action());
            case OfSnapshot snapshot ->
                    "image snapshot " + snapshot.action().word().replaceFirst("^snap_", "");
            case OfDisks(Machine _, Change change) -> "disk " + word(change);
        };
    }

    private static String word(DatastoreAction action) {
        return switch (action) {
            case MKFS -> "create";
            case CP -> "register";
            case RM -> "delete";
            case CLONE, STAT, MONITOR, EXPORT, SNAP_DELETE, SNAP_FLATTEN, SNAP_REVERT ->
                    action.word();
        };
    }

    private static String word(Change change) {
        return switch (change) {
            case Change.Create _ -> "create";
            case Change.Stop _ -> "stop";
            case Change.Resume _ -> "resume";
            case Change.Migrate _ -> "migrate";
            case Change.Live live ->
                    "migrate --live " + live.moment().name().toLowerCase(Locale.ROOT);
            case Change.Resize _ -> "resize";
            case Change.Save _ -> "save";
            case Change.Snapshot snapshot ->
                    switch (snapshot.deed()) {
                        case TAKE, TAKE_LIVE -> "snapshot create";
                        case DELETE -> "snapshot delete";
                        case REVERT -> "snapshot revert";
                    };
            case Change.Shutdown _ -> "shutdown";
            case Change.Delete _ -> "delete";
        };
    }
}
