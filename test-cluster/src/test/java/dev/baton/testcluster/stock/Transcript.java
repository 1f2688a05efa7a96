package dev.baton.testcluster.stock;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that runs somewhere in the cluster, and what it has printed so far.
 *
 * @param process of the program
 * @param log all it prints
 */
record Transcript(NamespaceProcess process, Path log) {

    static Transcript start(
            NetnsCluster namespaces, String namespace, String file, List<String> command) {
        Path log = namespaces.directory().resolve(file);
        return new Transcript(namespaces.start(namespace, log, command), log);
    }

    /** What it has printed. */
    String text() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /** Whether a line it printed is this. */
    boolean said(String line) {
        return text().lines().anyMatch(line::equals);
    }
}
