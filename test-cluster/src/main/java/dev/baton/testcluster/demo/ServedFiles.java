package dev.baton.testcluster.demo;

import dev.baton.testcluster.client.OutsideClient.ServedFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** The shared directory of the NAS in small: one small file and one large, of known content. */
record ServedFiles(Path directory, ServedFile small, ServedFile large) {
    private static final int SMALL = 4 << 10;
    private static final int LARGE = 8 << 20;

    /** Makes the directory and both files. */
    static ServedFiles create(Path directory, long seed) {
        try {
            Files.createDirectories(directory);
            Random random = new Random(seed);
            return new ServedFiles(
                    directory,
                    file(directory, "small.bin", SMALL, random),
                    file(directory, "large.bin", LARGE, random));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }

    private static ServedFile file(Path directory, String name, int size, Random random)
            throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Files.write(directory.resolve(name), content);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ServedFile("/" + name, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
