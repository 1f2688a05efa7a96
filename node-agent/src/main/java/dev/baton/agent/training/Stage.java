package dev.baton.agent.training;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directories of a cluster of two nodes on loopback, below one temporary directory. Only the
 * first has a script: the control groups of events are named by process, and both are one process.
 *
 * @param top removed when this closes
 * @param nodes the {@code --base} of each
 */
record Stage(Path top, List<Path> nodes) implements AutoCloseable {

    private static final List<String> ADDRESSES = List.of("127.77.0.1", "127.77.0.2");
    private static final String SCRIPT = "#!/bin/sh\nexit 0\n";

    static Stage build() throws IOException {
        Path top = Files.createTempDirectory("baton-train-");
        List<Integer> ports = freePorts();
        List<Path> nodes = new ArrayList<>();
        for (String address : ADDRESSES) {
            nodes.add(node(top.resolve("node" + nodes.size()), address, ports));
        }
        return new Stage(top, List.copyOf(nodes));
    }

    static Path socket(Path base) {
        return base.resolve("run/agent.sock");
    }

    private static Path node(Path base, String address, List<Integer> ports) throws IOException {
        Path scripts = base.resolve("etc/events/legacy");
        Files.createDirectories(scripts);
        Files.createDirectories(base.resolve("run"));
        Files.createDirectories(base.resolve("var"));
        if (address.equals(ADDRESSES.getFirst())) {
            Path script = Files.writeString(scripts.resolve("00.rehearsal.script"), SCRIPT);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.write(base.resolve("etc/nodes"), ADDRESSES);
        Files.writeString(
                base.resolve("etc/baton.conf"),
                """
                [cluster]
                    node address = %s
                    wire port = %d
                    hazelcast port = %d
                    http port = %d
                    http address = private
                """
                        .formatted(address, ports.get(0), ports.get(1), ports.get(2)));
        return base;
    }

    /** Ports that are free on the first address now; the others of the stage use them, too. */
    private static List<Integer> freePorts() throws IOException {
        InetAddress address = InetAddress.getByName(ADDRESSES.getFirst());
        try (ServerSocket first = bound(address);
                ServerSocket second = bound(address);
                ServerSocket third = bound(address)) {
            return List.of(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
        }
    }

    private static ServerSocket bound(InetAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(address, 0));
        return socket;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(top)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
