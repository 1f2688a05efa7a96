package dev.baton.testcluster.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Nodes, client and prober as network namespaces on one machine.
 *
 * <p>Everything is named {@code baton-<pid>-<number>-...}; a process may have several clusters at
 * once. All cables end in the bridges of one more namespace, so that nothing shows in the host's
 * own network. Each node has an address of its own on every network: host number {@code 11 +
 * index}; the client is {@code .201}, the prober {@code .202}. Closing is idempotent, also done by
 * a shutdown hook, and removes namespaces, the processes in them and the directory. Needs root, or
 * a user namespace with its own network and mounts and a private writable {@code /run/netns}.
 *
 * <p>Processes enter by {@code nsenter --net}, not {@code ip netns exec}: the latter mounts a fresh
 * {@code /sys} over the control groups, which the agents need to kill a script whole.
 */
public final class NetnsCluster implements AutoCloseable {
    private static final Path NAMED = Path.of("/run/netns");
    private static final int FIRST_HOST = 11;
    private static final int CLIENT_HOST = 201;
    private static final int PROBER_HOST = 202;

    private static final AtomicInteger MADE = new AtomicInteger();

    private final String prefix =
            "baton-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet() + "-";
    private final int nodes;
    private final Path directory;
    private final List<NamespaceProcess> processes = new ArrayList<>();
    private final Map<String, PrivateFiles> privateFiles = new ConcurrentHashMap<>();
    private final Thread hook = new Thread(this::dismantle, "baton-cluster-removal");
    private boolean closed;

    private NetnsCluster(int nodes) {
        this.nodes = nodes;
        this.directory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), prefix + "cluster");
    }

    /** Makes a cluster with this many nodes (1 to 16), after removing what a killed one left. */
    public static NetnsCluster create(int nodes) {
        if (nodes < 1 || nodes > 16) {
            throw new IllegalArgumentException("nodes: expected 1 to 16, got " + nodes);
        }
        Leftovers.sweep();
        NetnsCluster cluster = new NetnsCluster(nodes);
        Runtime.getRuntime().addShutdownHook(cluster.hook);
        try {
            cluster.build();
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Removes everything of clusters whose process is gone; returns what was removed. */
    public static List<String> sweep() {
        return Leftovers.sweep();
    }

    /** Whether this process may make network namespaces here. */
    public static boolean possible() {
        return ShellCommand.attempt(
                                Duration.ofSeconds(5),
                                List.of("unshare", "--net", "--mount", "true"))
                        .status()
                == 0;
    }

    /** How many nodes there are; they are numbered from 0. */
    public int nodes() {
        return nodes;
    }

    /** A directory that exists as long as the cluster. */
    public Path directory() {
        return directory;
    }

    /** Name of a node's namespace. */
    public String nodeNamespace(int node) {
        if (node < 0 || node >= nodes) {
            throw new IllegalArgumentException("no node %d of %d".formatted(node, nodes));
        }
        return prefix + "n" + node;
    }

    /** Name of the outside client's namespace. */
    public String clientNamespace() {
        return prefix + "client";
    }

    /** Name of the outside prober's namespace. */
    public String proberNamespace() {
        return prefix + "prober";
    }

    /**
     * Gives a node a host name and files of its own; what is started there from now on sees them.
     * Once for each node.
     */
    public PrivateFiles enclose(int node) {
        String namespace = nodeNamespace(node);
        PrivateFiles files =
                PrivateFiles.of(
                        start(
                                namespace,
                                directory.resolve("files" + node + ".log"),
                                PrivateFiles.holder("n" + node)));
        privateFiles.put(namespace, files);
        return files;
    }

    /** Path that opens a namespace. */
    public static Path path(String namespace) {
        return NAMED.resolve(namespace);
    }

    /** A node's own address on a network, without prefix length. */
    public String nodeAddress(int node, Network network) {
        return network.ipv4(FIRST_HOST + node);
    }

    /** Starts a process in a namespace; its output goes to the log, its end is the cluster's. */
    public NamespaceProcess start(String namespace, Path log, List<String> command) {
        ProcessBuilder builder = in(namespace, command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return track(builder);
    }

    /** Starts a process in a namespace with pipes on both sides; errors go to the log. */
    public NamespaceProcess startPiped(String namespace, Path log, List<String> command) {
        ProcessBuilder builder = in(namespace, command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return track(builder);
    }

    /** Runs a short command in a namespace to its end; a failure is an outcome. */
    public ShellCommand.Outcome run(String namespace, Duration limit, List<String> command) {
        return ShellCommand.attempt(limit, in(namespace, command).command());
    }

    /** Runs {@code ip} in a namespace; throws IllegalStateException if it fails. */
    public String ip(String namespace, String arguments) {
        return ShellCommand.run(("ip -n " + namespace + " " + arguments).split(" +"));
    }

    /** Cuts cables of one node. */
    public CableCut cut(int node, Set<Network> networks, CutKind kind) {
        List<Network> ordered = List.copyOf(EnumSet.copyOf(networks));
        CableCut cut = new CableCut(this, node, ordered);
        for (Network network : ordered) {
            String how =
                    switch (kind) {
                        case PORT_DOWN -> "down";
                        case OUT_OF_BRIDGE -> "nomaster";
                    };
            ip(networkNamespace(), "link set " + port(node, network) + " " + how);
        }
        return cut;
    }

    /** One more cable of a node to a network, with an interface that has no address yet. */
    public void addCable(int node, Network network, String interfaceName) {
        String port = port(node, interfaceName);
        String there = " type veth peer name " + port + " netns " + networkNamespace();
        ip(nodeNamespace(node), "link add " + interfaceName + there);
        ip(networkNamespace(), "link set " + port + " master " + network.bridge() + " up");
        ip(nodeNamespace(node), "link set " + interfaceName + " up");
    }

    /** Gives or takes the carrier of an added cable. */
    public void setCable(int node, String interfaceName, boolean carrier) {
        String port = port(node, interfaceName);
        ip(networkNamespace(), "link set " + port + (carrier ? " up" : " down"));
    }

    /** Whether a node's interface has a carrier. */
    public boolean hasCarrier(int node, Network network) {
        return ip(nodeNamespace(node), "-o link show " + network.interfaceName())
                .contains("LOWER_UP");
    }

    void plugIn(int node, Network network) {
        String port = port(node, network);
        ip(networkNamespace(), "link set " + port + " master " + network.bridge());
        ip(networkNamespace(), "link set " + port + " up");
    }

    void verifyPluggedIn(int node, Network network) {
        String port = ip(networkNamespace(), "-o link show " + port(node, network));
        boolean back = port.contains("master " + network.bridge()) && port.contains("LOWER_UP");
        if (!back || !hasCarrier(node, network)) {
            throw new IllegalStateException(
                    "undo not verified: cable of node %d to %s: %s".formatted(node, network, port));
        }
    }

    private void build() {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        ShellCommand.run("ip", "netns", "add", networkNamespace());
        for (Network network : Network.values()) {
            ip(
                    networkNamespace(),
                    "link add " + network.bridge() + " type bridge mcast_snooping 0");
            ip(networkNamespace(), "link set " + network.bridge() + " up");
        }
        IntStream.range(0, nodes).forEach(this::addNode);
        addOutsider(clientNamespace(), "c", CLIENT_HOST);
        addOutsider(proberNamespace(), "p", PROBER_HOST);
    }

    private void addNode(int node) {
        addNamespace(nodeNamespace(node));
        for (Network network : Network.values()) {
            attach(nodeNamespace(node), port(node, network), network, FIRST_HOST + node);
        }
    }

    private void addOutsider(String namespace, String letter, int host) {
        addNamespace(namespace);
        for (Network network : Network.PUBLIC) {
            attach(namespace, letter + network.interfaceName(), network, host);
        }
    }

    private void addNamespace(String namespace) {
        ShellCommand.run("ip", "netns", "add", namespace);
        ip(namespace, "link set lo up");
        for (String scope : List.of("all", "default")) {
            sysctl(
                    namespace,
                    "net.ipv4.conf." + scope + ".arp_ignore=1",
                    "net.ipv4.conf." + scope + ".arp_announce=2",
                    "net.ipv4.conf." + scope + ".promote_secondaries=1",
                    "net.ipv6.conf." + scope + ".accept_dad=0",
                    "net.ipv6.conf." + scope + ".dad_transmits=0");
        }
    }

    private void attach(String namespace, String port, Network network, int host) {
        String name = network.interfaceName();
        String there = " type veth peer name " + port + " netns " + networkNamespace();
        ip(namespace, "link add " + name + there);
        ip(networkNamespace(), "link set " + port + " master " + network.bridge() + " up");
        ip(namespace, "link set " + name + " up");
        ip(namespace, "address add " + network.ipv4(host) + "/24 dev " + name);
        ip(namespace, "address add " + network.ipv6(host) + "/64 dev " + name + " nodad");
    }

    private void sysctl(String namespace, String... settings) {
        List<String> command = new ArrayList<>(List.of("sysctl", "-q", "-w"));
        command.addAll(List.of(settings));
        ShellCommand.run(in(namespace, command).command().toArray(String[]::new));
    }

    private static String port(int node, Network network) {
        return port(node, network.interfaceName());
    }

    private static String port(int node, String interfaceName) {
        return "n" + node + interfaceName;
    }

    private String networkNamespace() {
        return prefix + "net";
    }

    private ProcessBuilder in(String namespace, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + path(namespace)));
        Optional.ofNullable(privateFiles.get(namespace))
                .ifPresent(files -> whole.addAll(files.entry()));
        whole.add("--");
        whole.addAll(command);
        return new ProcessBuilder(whole);
    }

    private synchronized NamespaceProcess track(ProcessBuilder builder) {
        if (closed) {
            throw new IllegalStateException("the cluster is closed");
        }
        NamespaceProcess process = NamespaceProcess.start(builder);
        processes.removeIf(known -> !known.isAlive());
        processes.add(process);
        return process;
    }

    /** Leaves everything up when this process ends; the next cluster's sweep removes it. */
    public synchronized void keep() {
        closed = true;
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    @Override
    public void close() {
        dismantle();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // The hook is running or has run: everything is removed either way.
        }
    }

    private synchronized void dismantle() {
        if (closed) {
            return;
        }
        closed = true;
        processes.forEach(NamespaceProcess::kill);
        Leftovers.remove(prefix);
    }
}
