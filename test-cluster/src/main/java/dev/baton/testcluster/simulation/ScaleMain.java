package dev.baton.testcluster.simulation;

import dev.baton.agent.wire.MessageCodec;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.AllocationProblem;
import dev.baton.orchestrator.allocation.Allocator;
import dev.baton.orchestrator.allocation.Deterministic;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.allocation.Nondeterministic;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Message;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the cost of a cluster grows with its nodes and addresses: simulated clusters that nobody
 * watches, from a cold start until all is served, while nothing changes, and after a node lost its
 * power; and how long a plan takes.
 *
 * <p>Prints the tables of {@code docs/scale.md}. Processor time is that of the production core and
 * of the simulator together, on one thread. Exit: 0; 1 when a cluster does not settle; 2 for wrong
 * usage.
 */
public final class ScaleMain {

    private static final String USAGE = "usage: scale [NODES ADDRESSES]";
    private static final int BEATS = 10;

    /** Length and kind in front of each message on the wire. */
    private static final int FRAME_BYTES = 5;

    private static final int MOST_NODES = 256;
    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration AFTERMATH = Duration.ofSeconds(5);
    private static final int[][] CLUSTERS = {
        {1, 100}, {3, 100}, {16, 100}, {64, 100}, {256, 100},
        {1, 1000}, {3, 1000}, {16, 1000}, {64, 1000}, {256, 1000},
        {1, 10_000}, {3, 10_000}, {16, 10_000},
    };
    private static final int[] WARM_UP = {16, 1000};
    private static final int[][] PLANS = {
        {3, 1000}, {16, 1000}, {64, 1000}, {256, 1000},
        {3, 10_000}, {16, 10_000}, {64, 10_000}, {256, 10_000},
    };

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final MessageCodec codec = new MessageCodec();
    private final PrintStream out;
    private final PrintStream err;
    private boolean measuresBytes;
    private long messages;
    private long bytes;
    private int mostTold;
    private int largest;

    ScaleMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Measures and ends the JVM with the exit code. */
    public static void main(String[] words) {
        System.exit(new ScaleMain(System.out, System.err).run(words));
    }

    /** The exit code. */
    int run(String... words) {
        if (words.length == 0) {
            return measureAll();
        }
        Optional<int[]> cluster = cluster(words);
        if (cluster.isEmpty()) {
            err.printf(
                    "scale: expected nothing, or 1 to %d nodes and 1 to %d addresses, got"
                            + " \"%s\"%n%s%n",
                    MOST_NODES, MOST_ADDRESSES, String.join(" ", words), USAGE);
            return 2;
        }
        return measure(new int[][] {cluster.get()}, new int[][] {cluster.get()});
    }

    private static Optional<int[]> cluster(String[] words) {
        if (words.length != 2
                || !words[0].matches("[0-9]{1,3}")
                || !words[1].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int nodes = Integer.parseInt(words[0]);
        int addresses = Integer.parseInt(words[1]);
        boolean fits =
                nodes >= 1 && nodes <= MOST_NODES && addresses >= 1 && addresses <= MOST_ADDRESSES;
        return fits ? Optional.of(new int[] {nodes, addresses}) : Optional.empty();
    }

    private void warmUp() {
        Simulator cluster = Simulator.unwatched(SimulationSetup.of(WARM_UP[0], WARM_UP[1]));
        settle(cluster, cluster::startAll);
    }

    private int measureAll() {
        warmUp();
        return measure(CLUSTERS, PLANS);
    }

    private int measure(int[][] clusters, int[][] plans) {
        row(
                "nodes",
                "addresses",
                "served after, s",
                "settled after, s",
                "messages",
                "steps",
                "largest, bytes",
                "messages at rest",
                "bytes",
                "processor, us",
                "served again, s");
        for (int[] cluster : clusters) {
            if (!measure(cluster[0], cluster[1])) {
                err.printf(
                        "scale: %d nodes with %d addresses do not come to rest within %d s%n",
                        cluster[0], cluster[1], LIMIT.toSeconds());
                return 1;
            }
        }
        out.println();
        row("nodes", "addresses", "LCP2, s", "a node left, s", "deterministic", "nondeterministic");
        for (int[] plan : plans) {
            plan(plan[0], plan[1]);
        }
        return 0;
    }

    // ---- clusters

    /** How a cluster came to rest: when, and what each node had done until then. */
    private record Settled(long served, long settled, long messages, long steps, int largest) {}

    /** One cluster; what is counted is that of one node, at rest of one heartbeat interval. */
    private boolean measure(int nodes, int addresses) {
        Simulator cluster = Simulator.unwatched(SimulationSetup.of(nodes, addresses));
        Optional<Settled> start = settle(cluster, cluster::startAll);
        if (start.isEmpty()) {
            return false;
        }
        Duration interval = SimulationSetup.of(nodes, addresses).timing().heartbeat();
        cluster.runFor(AFTERMATH);
        count(cluster, interval);
        long[] rest = {messages, bytes};
        long begin = threads.getCurrentThreadCpuTime();
        cluster.runFor(interval.multipliedBy(BEATS));
        long took = threads.getCurrentThreadCpuTime() - begin;
        long cut = cluster.nanos();
        Optional<Settled> again = nodes == 1 ? start : settle(cluster, server(cluster)::powerOff);
        again.ifPresent(
                after ->
                        row(
                                nodes,
                                addresses,
                                seconds(start.get().served()),
                                seconds(start.get().settled()),
                                start.get().messages() / nodes,
                                start.get().steps() / nodes,
                                start.get().largest(),
                                rest[0] / nodes,
                                rest[0] == 0 ? "-" : Long.toString(rest[1] / rest[0]),
                                took / 1000 / BEATS / nodes,
                                nodes == 1 ? "-" : seconds(after.served() - cut)));
        return again.isPresent();
    }

    /** A node that serves something and, if there is one, does not lead. */
    private static SimulatedNode server(Simulator cluster) {
        List<SimulatedNode> servers =
                cluster.nodes().stream().filter(node -> !carried(node).isEmpty()).toList();
        return servers.stream()
                .filter(node -> !cluster.leader().equals(Optional.of(node)))
                .findFirst()
                .orElseGet(servers::getFirst);
    }

    private static List<IpAddress> carried(SimulatedNode node) {
        return node.kernel().read(Optional.empty()).stream().map(AddressSeen::ip).toList();
    }

    /** Does something, then waits until all is served and for a while no address has moved. */
    private Optional<Settled> settle(Simulator cluster, Runnable what) {
        reset(false);
        cluster.network().travelBy(this::counted);
        what.run();
        Optional<Settled> found = Optional.empty();
        long limit = cluster.nanos() + LIMIT.toNanos();
        long served = 0;
        SortedMap<IpAddress, Integer> last = new TreeMap<>();
        while (cluster.nanos() < limit) {
            cluster.runFor(LOOK);
            SortedMap<IpAddress, Integer> now = servers(cluster);
            boolean all = now.size() == cluster.addresses().size();
            served = all && served == 0 ? cluster.nanos() : served;
            if (!now.equals(last) || !all) {
                found = Optional.of(settled(cluster, served));
            } else if (cluster.nanos() - found.orElseThrow().settled() >= QUIET.toNanos()) {
                cluster.network().travelBy(NetworkModel.calm());
                return found;
            }
            last = now;
        }
        return Optional.empty();
    }

    private Settled settled(Simulator cluster, long served) {
        return new Settled(served, cluster.nanos(), messages, cluster.steps(), largest);
    }

    private static SortedMap<IpAddress, Integer> servers(Simulator cluster) {
        TreeMap<IpAddress, Integer> servers = new TreeMap<>();
        for (SimulatedNode node : cluster.nodes()) {
            carried(node).forEach(ip -> servers.put(ip, node.pnn()));
        }
        return servers;
    }

    /** Counts what is sent in one heartbeat interval, apart from what is timed. */
    private void count(Simulator cluster, Duration interval) {
        reset(true);
        cluster.network().travelBy(this::counted);
        cluster.runFor(interval);
        cluster.network().travelBy(NetworkModel.calm());
    }

    private void reset(boolean withBytes) {
        measuresBytes = withBytes;
        messages = 0;
        bytes = 0;
        mostTold = -1;
        largest = 0;
    }

    private List<Duration> counted(int from, int to, Message message) {
        messages++;
        int told = told(message);
        if (measuresBytes || told > mostTold) {
            int length = codec.encode(message).length + FRAME_BYTES;
            bytes += length;
            mostTold = Math.max(mostTold, told);
            largest = Math.max(largest, length);
        }
        return NetworkModel.calm().copies(from, to, message);
    }

    /** How many addresses a message is about. */
    private static int told(Message message) {
        return switch (message) {
            case Message.Beat beat ->
                    beat.changes().size()
                            + beat.report().map(news -> news.report().addresses().size()).orElse(0);
            case Message.Order order -> order.instructions().size();
            default -> 0;
        };
    }

    // ---- plans

    private void plan(int nodes, int addresses) {
        AllocationProblem fresh = problem(nodes, addresses);
        Allocator lcp2 = new Lcp2();
        String first = planning(lcp2, fresh);
        AllocationProblem settled = fresh.after(lcp2.allocate(fresh), AllocationPolicy.DEFAULT);
        row(
                nodes,
                addresses,
                first,
                planning(lcp2, without(settled, nodes - 1)),
                planning(new Deterministic(), fresh),
                planning(new Nondeterministic(), fresh));
    }

    private static AllocationProblem problem(int nodes, int addresses) {
        TreeSet<Pnn> all = new TreeSet<>();
        for (int node = 0; node < nodes; node++) {
            all.add(new Pnn(node));
        }
        List<AllocationProblem.Entry> entries = new ArrayList<>();
        for (int i = addresses - 1; i >= 0; i--) {
            IpAddress ip = IpAddress.of("10.7.%d.%d".formatted(i / 250, i % 250 + 1));
            entries.add(new AllocationProblem.Entry(ip, Optional.empty(), all));
        }
        return new AllocationProblem(nodes, entries, AllocationPolicy.DEFAULT);
    }

    /** The same while one node can host nothing. */
    private static AllocationProblem without(AllocationProblem problem, int node) {
        List<AllocationProblem.Entry> entries =
                problem.entries().stream()
                        .map(
                                entry ->
                                        new AllocationProblem.Entry(
                                                entry.ip(),
                                                entry.owner().filter(on -> on.value() != node),
                                                entry.availableOn().headSet(new Pnn(node))))
                        .toList();
        return new AllocationProblem(problem.nodes(), entries, problem.policy());
    }

    private String planning(Allocator allocator, AllocationProblem problem) {
        long begin = threads.getCurrentThreadCpuTime();
        int placed = allocator.allocate(problem).owners().size();
        if (placed != problem.entries().size()) {
            throw new IllegalStateException(
                    "expected " + problem.entries().size() + " owners, got " + placed);
        }
        return seconds(threads.getCurrentThreadCpuTime() - begin);
    }

    // ---- words

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private void row(Object... cells) {
        StringBuilder line = new StringBuilder("|");
        for (Object cell : cells) {
            line.append(' ').append(cell).append(" |");
        }
        out.println(line);
        out.flush();
    }
}
