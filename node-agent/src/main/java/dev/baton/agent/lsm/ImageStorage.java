package dev.baton.agent.lsm;

import dev.baton.agent.callout.DriverRequest;
import dev.baton.agent.opennebula.DriverAccess;
import dev.baton.agent.opennebula.ImageOrder;
import dev.baton.agent.opennebula.ImageRecord;
import dev.baton.agent.opennebula.ImageState;
import dev.baton.config.DatastoreOptions;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.events.contract.opennebula.ImageText;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.Pool;
import dev.baton.events.plugin.Volume;
import dev.baton.events.plugin.Work;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Datastores of OpenNebula's drivers as pools of {@code cluster://}, and their images as volumes.
 *
 * <p>They are the cluster's, not a node's: what is asked goes to the front-end. Pools show no
 * space, because only a call of a driver could tell it, and anybody may list. Thread: one.
 */
final class ImageStorage {

    private static final String POOL = "datastore-";
    private static final String VOLUME = "image-";
    private static final String RAW = "raw";
    private static final int BLOCK = 512;
    private static final int MIB = 1 << 20;

    private final DriverAccess drivers;

    ImageStorage(DriverAccess drivers) {
        this.drivers = drivers;
    }

    /** Those that hold images. */
    List<Pool> pools() throws PluginFailure {
        return asked(drivers::datastores).stream()
                .filter(each -> !each.options().ofMachines())
                .map(each -> pool(each.options()))
                .toList();
    }

    private static Pool pool(DatastoreOptions datastore) {
        return new Pool(
                POOL + datastore.id(),
                datastore.name(),
                Pool.VOLUMES,
                0,
                0,
                Pool.WELL,
                "",
                NodeStorage.SYSTEM,
                "");
    }

    /** What was made, and is not being made. */
    List<Volume> volumes() throws PluginFailure {
        return pools().isEmpty() ? List.of() : images().stream().map(ImageStorage::volume).toList();
    }

    private List<ImageRecord> images() throws PluginFailure {
        return asked(drivers::images).all().stream()
                .filter(each -> each.state() != ImageState.CREATING)
                .toList();
    }

    private static Volume volume(ImageRecord image) {
        String size = image.image().text(ImageText.SIZE);
        long mebibytes = size.matches("[0-9]{1,12}") ? Long.parseLong(size) : 0;
        return new Volume(
                VOLUME + image.image().id(),
                image.title(),
                "",
                BLOCK,
                mebibytes * (MIB / BLOCK),
                image.state() == ImageState.READY,
                NodeStorage.SYSTEM,
                POOL + image.datastore(),
                "");
    }

    /** Whether a pool is a datastore; providers' pools have an "@". */
    static boolean isPool(String id) {
        return id.matches(POOL + "[0-9]{1,9}");
    }

    /** Whether a volume is an image. */
    static boolean isVolume(Volume volume) {
        return volume.id().matches(VOLUME + "[0-9]{1,9}");
    }

    Work<Volume> create(Pool pool, String name, long size) throws PluginFailure {
        if (pools().stream().noneMatch(each -> each.id().equals(pool.id()))) {
            throw new PluginFailure(
                    LsmCode.NOT_FOUND_POOL, "the settings have no datastore " + pool.id());
        }
        checkFree(name);
        long datastore = Long.parseLong(pool.id().substring(POOL.length()));
        return submit(
                new ImageOrder.Create(
                        datastore,
                        name,
                        Math.ceilDiv(size, MIB),
                        RAW,
                        Optional.empty(),
                        OptionalLong.empty(),
                        new TreeMap<>()));
    }

    /** A copy in the same datastore. */
    Work<Volume> copy(Optional<Pool> pool, Volume source, String name) throws PluginFailure {
        ImageRecord image = image(source);
        if (pool.filter(each -> !each.id().equals(POOL + image.datastore())).isPresent()) {
            throw new PluginFailure(
                    LsmCode.NO_SUPPORT, "an image is copied within its datastore only");
        }
        checkFree(name);
        return submit(
                new ImageOrder.Clone(
                        Long.toString(image.image().id()), name, OptionalLong.empty()));
    }

    Work<Volume> delete(Volume volume) throws PluginFailure {
        return submit(new ImageOrder.Delete(Long.toString(image(volume).image().id())));
    }

    private void checkFree(String name) throws PluginFailure {
        if (asked(drivers::images).all().stream().anyMatch(each -> each.title().equals(name))) {
            throw new PluginFailure(LsmCode.NAME_CONFLICT, "there is an image " + name);
        }
    }

    /** Nodes that do not share records may have an image of the same number each. */
    private ImageRecord image(Volume volume) throws PluginFailure {
        List<ImageRecord> fitting =
                images().stream()
                        .filter(each -> volume.id().equals(VOLUME + each.image().id()))
                        .toList();
        if (fitting.size() > 1) {
            throw new PluginFailure(
                    LsmCode.INVALID_ARGUMENT,
                    "several nodes have an %s, because they do not share image records"
                            .formatted(volume.id()));
        }
        return fitting.stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new PluginFailure(
                                        LsmCode.NOT_FOUND_VOLUME,
                                        "there is no volume " + volume.id()));
    }

    private Work<Volume> submit(ImageOrder order) throws PluginFailure {
        return Work.begun(asked(() -> drivers.submit(order)).id());
    }

    /** What a finished job has made. */
    Optional<Volume> made(DriverRequest request) throws PluginFailure {
        if (!(request
                        instanceof
                        DriverRequest.OfImage(DatastoreAction action, long _, long id, String _))
                || action == DatastoreAction.RM) {
            return Optional.empty();
        }
        return volumes().stream().filter(each -> each.id().equals(VOLUME + id)).findFirst();
    }

    private static <T> T asked(NodeStorage.Asking<T> asking) throws PluginFailure {
        return NodeStorage.asked(LsmCode.POOL_NOT_READY, asking);
    }
}
