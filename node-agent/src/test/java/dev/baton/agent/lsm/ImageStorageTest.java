package dev.baton.agent.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.agent.opennebula.DriverRoom;
import dev.baton.agent.opennebula.RealDatastores;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.Pool;
import dev.baton.events.plugin.Volume;
import dev.baton.events.plugin.Work;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@Timeout(60)
@DisplayName("Storage call-outs contract, 5.7: datastores are pools, their images volumes")
class ImageStorageTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final int MIB = 1 << 20;

    private final StorageRoom storage;
    private final DriverRoom room;
    private final ImageStorage images;

    ImageStorageTest(@TempDir Path folder) {
        RealDatastores datastores = new RealDatastores(folder);
        storage = datastores.storage();
        room = datastores.room(storage);
        images = new ImageStorage(room);
    }

    @AfterEach
    void close() {
        room.close();
        storage.close();
    }

    private Optional<Volume> done(Work<Volume> work) throws Exception {
        if (!(work instanceof Work.Begun<Volume>(String id))) {
            throw new AssertionError(work);
        }
        JobRecord job = storage.await(id, AMPLE).orElseThrow();
        assertEquals(JobState.DONE, job.state(), job.why());
        return images.made(((VolumeRequest.Driven) job.taken().request()).request());
    }

    private static void refused(LsmCode code, Executable asked) {
        assertEquals(code, assertThrows(PluginFailure.class, asked).code());
    }

    @Test
    void anImageIsMadeCopiedAndDeletedAsAVolume() throws Exception {
        Pool pool = images.pools().getFirst();
        assertEquals(List.of("datastore-1 fast"), images.pools().stream().map(this::text).toList());

        Volume web = done(images.create(pool, "web", 3 * MIB - 1)).orElseThrow();
        assertEquals("image-1 web 3145728 datastore-1", text(web));
        assertTrue(web.enabled() && ImageStorage.isVolume(web) && ImageStorage.isPool(pool.id()));
        Volume copy = done(images.copy(Optional.of(pool), web, "copy")).orElseThrow();
        assertEquals("image-2 copy 3145728 datastore-1", text(copy));
        assertEquals(List.of(web, copy), images.volumes());

        assertEquals(Optional.empty(), done(images.delete(web)));
        assertEquals(List.of(copy), images.volumes());
        refused(LsmCode.NOT_FOUND_VOLUME, () -> images.delete(web));
        refused(LsmCode.NAME_CONFLICT, () -> images.create(pool, "copy", MIB));
        refused(LsmCode.INVALID_ARGUMENT, () -> images.create(pool, "a/b", MIB));
        Pool none = new Pool("datastore-7", "", Pool.VOLUMES, 0, 0, Pool.WELL, "", "baton", "");
        refused(LsmCode.NOT_FOUND_POOL, () -> images.create(none, "db", MIB));
        refused(LsmCode.NO_SUPPORT, () -> images.copy(Optional.of(none), copy, "db"));
    }

    private String text(Pool pool) {
        return pool.id() + " " + pool.name();
    }

    private static String text(Volume volume) {
        return "%s %s %d %s".formatted(volume.id(), volume.name(), volume.size(), volume.pool());
    }
}
