package dev.baton.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is, as the build wrote it into the jar.
 *
 * @param version of the project, for example {@code 0.1.0-SNAPSHOT}
 * @param commit abbreviated commit the jar was built from, or {@code unknown}
 */
public record BuildVersion(String version, String commit) {
    private static final String RESOURCE = "build.properties";

    /**
     * Reads the record of this jar.
     *
     * @throws IllegalStateException if the jar lacks it: a broken build
     */
    public static BuildVersion read() {
        try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("jar of node-agent: expected " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(in);
            return new BuildVersion(
                    properties.getProperty("version", "unknown"),
                    properties.getProperty("commit", "unknown"));
        } catch (IOException failure) {
            throw new UncheckedIOException("jar of node-agent: cannot read " + RESOURCE, failure);
        }
    }

    /** Version and commit. */
    public String build() {
        return version + " (" + commit + ")";
    }

    /** One line for people: version, commit, and the Java that runs it. */
    public String line() {
        return "baton " + version + " (" + commit + ", Java " + Runtime.version().feature() + ")";
    }
}
