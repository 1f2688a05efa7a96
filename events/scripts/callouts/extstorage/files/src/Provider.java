import dev.baton.events.provider.Attached;
import dev.baton.events.provider.Program;
import dev.baton.events.provider.ProviderRun;
import dev.baton.events.provider.VolumeInfo;
import dev.baton.events.provider.VolumeProvider;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A volume is a sparse file that virtual machines open by its path; there is no device. */
public final class Provider implements VolumeProvider {

    private static final int BITS_OF_A_MIB = 20;

    /** Called by run-java, in the directory of the provider. */
    public static void main(String[] arguments) {
        ProviderRun.main(new Provider(), arguments);
    }

    private static Path directory(VolumeInfo volume) {
        Path own = Path.of("").toAbsolutePath().getFileName();
        return volume.parameter("directory")
                .map(Path::of)
                .orElseGet(() -> Path.of("/var/lib/baton").resolve(own));
    }

    private static Path file(VolumeInfo volume) {
        return directory(volume).resolve(volume.name() + ".img");
    }

    private static Path present(VolumeInfo volume) throws IOException {
        Path file = file(volume);
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no volume " + file);
        }
        return file;
    }

    @Override
    public void create(VolumeInfo volume, long size) throws IOException {
        Files.createDirectories(directory(volume));
        Path fresh = beside(file(volume));
        try (RandomAccessFile file = new RandomAccessFile(fresh.toFile(), "rw")) {
            file.setLength(size << BITS_OF_A_MIB);
        }
        place(fresh, file(volume));
    }

    /** It is there whole or not at all: it gets its name last. */
    private static void place(Path fresh, Path name) throws IOException {
        Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path beside(Path name) throws IOException {
        if (Files.exists(name)) {
            throw new IOException(name + " exists already");
        }
        Path fresh = name.resolveSibling(name.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        return fresh;
    }

    @Override
    public Attached attach(VolumeInfo volume) throws IOException {
        return Attached.at("kvm", "file:" + present(volume));
    }

    @Override
    public void detach(VolumeInfo volume) {
        // nothing was attached to this node
    }

    @Override
    public void remove(VolumeInfo volume) throws IOException {
        Files.delete(present(volume));
        Files.deleteIfExists(information(volume));
    }

    @Override
    public void grow(VolumeInfo volume, long size, long newSize) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(present(volume).toFile(), "rw")) {
            file.setLength(newSize << BITS_OF_A_MIB);
        }
    }

    @Override
    public void setInfo(VolumeInfo volume, String metadata) throws IOException {
        present(volume);
        Files.writeString(information(volume), metadata + "\n");
    }

    private static Path information(VolumeInfo volume) {
        return directory(volume).resolve(volume.name() + ".info");
    }

    @Override
    public void snapshot(VolumeInfo volume, String name, long size) throws IOException {
        Path target = directory(volume).resolve(name + ".img");
        Path fresh = beside(target);
        Program.run(
                "cp",
                "--sparse=always",
                "--reflink=auto",
                present(volume).toString(),
                fresh.toString());
        place(fresh, target);
    }

    @Override
    public void verify(VolumeInfo volume, List<String> checks) throws IOException {
        Files.createDirectories(directory(volume));
        if (!Files.isWritable(directory(volume))) {
            throw new IOException("cannot write to " + directory(volume));
        }
    }
}
