import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.PluginInfo;
import dev.baton.events.plugin.FileSystem;
import dev.baton.events.plugin.FileSystemSnapshot;
import dev.baton.events.plugin.PluginFailure;
import dev.baton.events.plugin.PluginRun;
import dev.baton.events.plugin.Pool;
import dev.baton.events.plugin.StorageObject;
import dev.baton.events.plugin.StoragePlugin;
import dev.baton.events.plugin.StorageSystem;
import dev.baton.events.plugin.Volume;
import dev.baton.events.plugin.Work;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Any storage that is a directory: {@code any:///srv/pool}. Volumes are sparse files, file systems
 * are directories, snapshots copies of them. A copy is a job: it goes on when the session has
 * ended.
 */
public final class Plugin implements StoragePlugin {

    private static final String SYSTEM = "any";
    private static final int BLOCK = 512;
    private static final int ALL = 100;

    private Path pool = Path.of("/nonexistent");

    /** Called by any_lsmplugin. */
    public static void main(String[] arguments) {
        PluginRun.main(new Plugin());
    }

    @Override
    public PluginInfo info() {
        return new PluginInfo("Any storage that is a directory", "1.0");
    }

    @Override
    public void register(LsmUri uri, Optional<String> password, Duration limit)
            throws PluginFailure {
        String path = uri.text().replaceFirst("^[^:]*://[^/?]*", "").replaceFirst("\\?.*", "");
        pool = Path.of(path.isEmpty() ? "/" : path);
        if (path.length() < 2 || !Files.isDirectory(pool)) {
            throw new PluginFailure(
                    LsmCode.INVALID_ARGUMENT,
                    "expected any:///DIRECTORY, there is no directory " + pool);
        }
        try {
            for (String each : List.of("volumes", "fs", "snapshots", "jobs")) {
                Files.createDirectories(pool.resolve(each));
            }
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public List<StorageSystem> systems() {
        return List.of(new StorageSystem(SYSTEM, "any storage", StorageSystem.WELL, "", ""));
    }

    @Override
    public List<Pool> pools() throws PluginFailure {
        try {
            FileStore store = Files.getFileStore(pool);
            return List.of(
                    new Pool(
                            pool.toString(),
                            String.valueOf(pool.getFileName()),
                            Pool.VOLUMES | Pool.FILE_SYSTEMS,
                            store.getTotalSpace(),
                            store.getUsableSpace(),
                            Pool.WELL,
                            "",
                            SYSTEM,
                            ""));
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public List<Volume> volumes() throws PluginFailure {
        List<Volume> all = new ArrayList<>();
        for (Path file : files("volumes")) {
            if (!name(file).startsWith(".")) {
                all.add(volume(file));
            }
        }
        return all;
    }

    private Volume volume(Path file) throws PluginFailure {
        try {
            return new Volume(
                    name(file),
                    name(file),
                    "",
                    BLOCK,
                    Files.size(file) / BLOCK,
                    true,
                    SYSTEM,
                    pool.toString(),
                    "");
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public Work<Volume> createVolume(Pool in, String name, long size, Optional<Boolean> thin)
            throws PluginFailure {
        Path file = free("volumes", name);
        if (size > in.free()) {
            throw new PluginFailure(
                    LsmCode.NOT_ENOUGH_SPACE,
                    "asked for %d bytes, %d are free".formatted(size, in.free()));
        }
        return Work.done(sized(file, size));
    }

    @Override
    public Work<Volume> resizeVolume(Volume volume, long size) throws PluginFailure {
        return Work.done(sized(present("volumes", volume.id(), LsmCode.NOT_FOUND_VOLUME), size));
    }

    private Volume sized(Path path, long size) throws PluginFailure {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength((size + BLOCK - 1) / BLOCK * BLOCK);
        } catch (IOException failed) {
            throw failure(failed);
        }
        return volume(path);
    }

    @Override
    public Work<Volume> deleteVolume(Volume volume) throws PluginFailure {
        delete(present("volumes", volume.id(), LsmCode.NOT_FOUND_VOLUME));
        return Work.done();
    }

    /** A process of its own copies; what is whole gets its name last. */
    @Override
    public Work<Volume> replicateVolume(Optional<Pool> to, int kind, Volume source, String name)
            throws PluginFailure {
        Path from = present("volumes", source.id(), LsmCode.NOT_FOUND_VOLUME);
        return Work.begun(copying(from, free("volumes", name), name));
    }

    private String copying(Path from, Path to, String name) throws PluginFailure {
        String job = UUID.randomUUID().toString();
        Path folder = pool.resolve("jobs").resolve(job);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("name"), name);
            Files.writeString(folder.resolve("size"), Long.toString(Files.size(from)));
            new ProcessBuilder(
                            "setsid",
                            "sh",
                            "-c",
                            "cp --sparse=always -- \"$1\" \"$3/part\" && mv -- \"$3/part\" \"$2\";"
                                    + " echo $? >\"$3/end.new\"; mv \"$3/end.new\" \"$3/end\"",
                            "copy",
                            from.toString(),
                            to.toString(),
                            folder.toString())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(new File("/dev/null"))
                    .redirectError(folder.resolve("errors").toFile())
                    .start();
            return job;
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public LsmJobStatus job(String id) throws PluginFailure {
        Path folder = jobFolder(id);
        try {
            if (Files.notExists(folder.resolve("end"))) {
                long size = Long.parseLong(Files.readString(folder.resolve("size")));
                Path part = folder.resolve("part");
                long done = Files.exists(part) ? Files.size(part) : 0;
                int percent = (int) Math.min(ALL - 1, size == 0 ? 0 : done * ALL / size);
                return new LsmJobStatus(LsmJobStatus.State.RUNNING, percent, Optional.empty());
            }
            if (!Files.readString(folder.resolve("end")).strip().equals("0")) {
                throw new PluginFailure(
                        LsmCode.NOT_ENOUGH_SPACE,
                        "the copy failed: " + Files.readString(folder.resolve("errors")).strip());
            }
            Path made = pool.resolve("volumes").resolve(Files.readString(folder.resolve("name")));
            Optional<StorageObject> item =
                    Files.exists(made) ? Optional.of(volume(made)) : Optional.empty();
            return new LsmJobStatus(LsmJobStatus.State.DONE, ALL, item.map(StorageObject::json));
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void free(String id) throws PluginFailure {
        delete(jobFolder(id));
    }

    private Path jobFolder(String id) throws PluginFailure {
        return present("jobs", id, LsmCode.NOT_FOUND_JOB);
    }

    @Override
    public List<FileSystem> fileSystems() throws PluginFailure {
        List<FileSystem> all = new ArrayList<>();
        for (Path folder : files("fs")) {
            all.add(fileSystem(name(folder)));
        }
        return all;
    }

    private FileSystem fileSystem(String name) throws PluginFailure {
        Pool of = pools().getFirst();
        return new FileSystem(name, name, of.total(), of.free(), SYSTEM, of.id(), "");
    }

    @Override
    public Work<FileSystem> createFileSystem(Pool in, String name, long size) throws PluginFailure {
        try {
            Files.createDirectory(free("fs", name));
        } catch (IOException failed) {
            throw failure(failed);
        }
        return Work.done(fileSystem(name));
    }

    @Override
    public Work<FileSystem> deleteFileSystem(FileSystem fs) throws PluginFailure {
        delete(present("fs", fs.id(), LsmCode.NOT_FOUND_FS));
        return Work.done();
    }

    @Override
    public List<FileSystemSnapshot> snapshots(FileSystem fs) throws PluginFailure {
        List<FileSystemSnapshot> all = new ArrayList<>();
        for (Path each : files("snapshots")) {
            String[] parts = name(each).split("@", 2);
            if (parts.length == 2 && parts[0].equals(fs.id())) {
                all.add(snapshot(each, parts[1]));
            }
        }
        return all;
    }

    private static FileSystemSnapshot snapshot(Path folder, String name) throws PluginFailure {
        try {
            long taken = Files.getLastModifiedTime(folder).toInstant().getEpochSecond();
            return new FileSystemSnapshot(name(folder), name, taken, "");
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public Work<FileSystemSnapshot> createSnapshot(FileSystem fs, String name)
            throws PluginFailure {
        Path from = present("fs", fs.id(), LsmCode.NOT_FOUND_FS);
        checked(name);
        Path to = free("snapshots", fs.id() + "@" + name);
        try {
            int status =
                    new ProcessBuilder(
                                    "cp",
                                    "-a",
                                    "--reflink=auto",
                                    "-T",
                                    "--",
                                    from.toString(),
                                    to.toString())
                            .inheritIO()
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(new File("/dev/null"))
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new PluginFailure(LsmCode.PLUGIN_BUG, "cp exited with " + status);
            }
        } catch (IOException failed) {
            throw failure(failed);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        return Work.done(snapshot(to, name));
    }

    @Override
    public Work<FileSystemSnapshot> deleteSnapshot(FileSystem fs, FileSystemSnapshot snapshot)
            throws PluginFailure {
        delete(present("snapshots", snapshot.id(), LsmCode.NOT_FOUND_FS_SS));
        return Work.done();
    }

    private List<Path> files(String kind) throws PluginFailure {
        try (Stream<Path> all = Files.list(pool.resolve(kind))) {
            return all.sorted().toList();
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    private Path free(String kind, String name) throws PluginFailure {
        Path file = pool.resolve(kind).resolve(checked(name));
        if (Files.exists(file)) {
            throw new PluginFailure(LsmCode.NAME_CONFLICT, "there is " + name + " already");
        }
        return file;
    }

    private Path present(String kind, String name, LsmCode otherwise) throws PluginFailure {
        Path file = pool.resolve(kind).resolve(checked(name));
        if (!Files.exists(file)) {
            throw new PluginFailure(otherwise, "there is no " + name);
        }
        return file;
    }

    /** Names come from clients: none may lead out of the pool. */
    private static String checked(String name) throws PluginFailure {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,127}")) {
            throw new PluginFailure(
                    LsmCode.INVALID_ARGUMENT,
                    "a name has letters, digits, '_', '.', '@' and '-', the first none of the last"
                            + " three");
        }
        return name;
    }

    private static void delete(Path path) throws PluginFailure {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static PluginFailure failure(IOException failed) {
        return new PluginFailure(LsmCode.PLUGIN_BUG, failed.toString());
    }
}
