package dev.baton.agent.runs;

import dev.baton.orchestrator.cluster.RunId;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory of the runs this node led, one file each, named by the run's id.
 *
 * <p>A file is written beside its name and renamed, so that a reader finds all of it or none; it is
 * not forced to the disk, because a run that a loss of power takes away harms nobody. Bounds: the
 * newest {@value #MOST} files, {@value #MOST_BYTES} bytes in all. Thread: one writes, any reads.
 */
public final class RunFolder {

    /** How many runs are kept. */
    public static final int MOST = 100;

    static final long MOST_BYTES = 64L << 20;

    private static final Pattern ID = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");
    private static final String SUFFIX = ".json";
    private static final String UNFINISHED = "run.new";

    private final Path folder;

    public RunFolder(Path folder) {
        this.folder = folder;
    }

    /** What names a run, such as {@code 1763.2}. */
    public static Optional<RunId> id(String text) {
        Matcher matcher = ID.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new RunId(
                                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Where a run is, or would be. */
    public Path file(RunId run) {
        return folder.resolve(run + SUFFIX);
    }

    /** The directory. */
    public Path path() {
        return folder;
    }

    /** The stored runs, oldest first; none where nothing was stored yet. */
    public List<RunId> ids() throws IOException {
        TreeSet<RunId> ids = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                id(name.substring(0, name.length() - SUFFIX.length())).ifPresent(ids::add);
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return List.copyOf(ids);
    }

    /** Stores a run in place of what was stored of it, and removes what is too old. */
    void write(StoredRun stored) throws IOException {
        Files.createDirectories(folder);
        Path next = folder.resolve(UNFINISHED);
        try {
            try (OutputStream out =
                    new Bounded(new BufferedOutputStream(Files.newOutputStream(next)))) {
                RunWriter.write(stored, out);
            }
            Files.move(next, file(stored.run().run()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        trim(stored.run().run());
    }

    /** The oldest go; the one that was written last stays, whatever its id. */
    private void trim(RunId written) throws IOException {
        int kept = 1;
        long bytes = size(written);
        for (RunId id : ids().reversed()) {
            if (!id.equals(written)) {
                kept++;
                bytes += size(id);
                if (kept > MOST || bytes > MOST_BYTES) {
                    Files.deleteIfExists(file(id));
                }
            }
        }
    }

    /** 0 for one that somebody has just removed. */
    private long size(RunId run) throws IOException {
        try {
            return Files.size(file(run));
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    /** Fails where a reader would refuse. */
    private static final class Bounded extends FilterOutputStream {
        private int written;

        Bounded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            count(1);
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            count(length);
            out.write(bytes, from, length);
        }

        private void count(int more) throws IOException {
            written += more;
            if (written > RunReader.MOST_BYTES) {
                throw new IOException("larger than " + RunReader.MOST_BYTES + " bytes");
            }
        }
    }
}
