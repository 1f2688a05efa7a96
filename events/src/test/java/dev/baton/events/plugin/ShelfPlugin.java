package dev.baton.events.plugin;

import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.PluginInfo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A plugin that keeps volumes in memory, as an author would write it; file systems it has none. */
public final class ShelfPlugin implements StoragePlugin {

    private static final int BLOCK = 512;

    private final TreeMap<String, Volume> shelf = new TreeMap<>();
    boolean isRegistered;

    @Override
    public PluginInfo info() {
        return new PluginInfo("A shelf", "1");
    }

    @Override
    public void register(LsmUri uri, Optional<String> password, Duration limit)
            throws PluginFailure {
        if (uri.user().isPresent() && password.isEmpty()) {
            throw new PluginFailure(LsmCode.PLUGIN_AUTH_FAILED, "give a password");
        }
        isRegistered = true;
    }

    @Override
    public void unregister() {
        isRegistered = false;
    }

    @Override
    public List<StorageSystem> systems() {
        return List.of(new StorageSystem("s", "shelf", StorageSystem.WELL, "", ""));
    }

    @Override
    public List<Pool> pools() {
        return List.of(new Pool("p", "board", Pool.VOLUMES, 1000, 500, Pool.WELL, "", "s", "x"));
    }

    @Override
    public List<Volume> volumes() {
        return List.copyOf(shelf.values());
    }

    @Override
    public Work<Volume> createVolume(Pool pool, String name, long size, Optional<Boolean> thin)
            throws PluginFailure {
        if (name.equals("bug")) {
            throw new IllegalStateException("dropped it");
        }
        if (shelf.containsKey(name)) {
            throw new PluginFailure(LsmCode.NAME_CONFLICT, "there is " + name);
        }
        Volume made = new Volume(name, name, "", BLOCK, size / BLOCK, true, "s", pool.id(), "");
        shelf.put(name, made);
        return thin.orElse(false) ? Work.begun("job " + name) : Work.done(made);
    }

    @Override
    public Work<Volume> deleteVolume(Volume volume) throws PluginFailure {
        if (shelf.remove(volume.id()) == null) {
            throw new PluginFailure(LsmCode.NOT_FOUND_VOLUME, "there is no " + volume.id());
        }
        return Work.done();
    }

    @Override
    public LsmJobStatus job(String id) throws PluginFailure {
        Volume made = shelf.get(id.replaceFirst("^job ", ""));
        if (made == null) {
            throw new PluginFailure(LsmCode.NOT_FOUND_JOB, "there is no " + id);
        }
        return new LsmJobStatus(LsmJobStatus.State.DONE, 100, Optional.of(made.json()));
    }
}
