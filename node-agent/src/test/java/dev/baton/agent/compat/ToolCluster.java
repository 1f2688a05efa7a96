package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.config.ClusterLock;
import dev.baton.config.ClusterSettings;
import dev.baton.config.DatabaseDaemon;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.LogLevel;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Tunables;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Four lines of nodes, of which 2 is deleted, and four addresses, seen from node 1; each test
 * changes what it is about.
 */
final class ToolCluster {

    static final Pnn SELF = new Pnn(1);
    static final Instant NOW = Instant.parse("2026-11-20T09:10:11Z");

    private static final List<String> ADDRESSES =
            List.of(
                    "10.8.1.31/24 ens2,ens3",
                    "10.8.1.32/24 ens3",
                    "10.8.2.31/24 ens4",
                    "fd00::5/64 ens3");

    final List<OperatorCommand> asked = new ArrayList<>();
    final FactHistory history = new FactHistory(SELF, Clock.fixed(NOW, ZoneOffset.UTC));
    final List<String> heralded = new ArrayList<>();
    final AtomicBoolean lmaster = new AtomicBoolean(true);
    final AtomicReference<LogLevel> level = new AtomicReference<>(LogLevel.NOTICE);
    private final TreeMap<Integer, Integer> flags = new TreeMap<>(Map.of(0, 0, 1, 0, 2, 16, 3, 0));
    private final TreeMap<String, Integer> holders = new TreeMap<>();
    private List<String> addresses = ADDRESSES;
    List<String> registered = List.of();
    private List<InterfaceName> down = List.of();
    private Optional<Pnn> leader = Optional.of(new Pnn(0));
    private Runstate runstate = Runstate.RUNNING;
    Tunables tunables = Tunables.DEFAULT.with("MonitorInterval", 7);
    boolean mayLead = true;
    long generation = 858_472_847;
    private Optional<ClusterLock> lock = Optional.empty();
    private Optional<DatabaseDaemon> databases = Optional.empty();
    private Function<OperatorCommand, OperatorReply> answers = _ -> new OperatorReply.Done("done");

    ToolCluster() {
        holders.putAll(Map.of("10.8.1.31", 0, "10.8.2.31", 1, "fd00::5", 1));
    }

    ToolCluster flagged(int pnn, NodeFlag... which) {
        int bits = 0;
        for (NodeFlag flag : which) {
            bits |= flag.bit();
        }
        flags.put(pnn, bits);
        return this;
    }

    ToolCluster without(String ip) {
        holders.remove(ip);
        return this;
    }

    ToolCluster withAddresses(String... lines) {
        addresses = List.of(lines);
        return this;
    }

    ToolCluster linkDown(String... names) {
        down = List.of(names).stream().map(InterfaceName::new).toList();
        return this;
    }

    ToolCluster withoutLeader() {
        leader = Optional.empty();
        return this;
    }

    ToolCluster in(Runstate state) {
        runstate = state;
        return this;
    }

    ToolCluster locked(ClusterLock by) {
        lock = Optional.of(by);
        return this;
    }

    ToolCluster beside(DatabaseDaemon daemon) {
        databases = Optional.of(daemon);
        return this;
    }

    /** What the core does and answers. */
    ToolCluster answering(Function<OperatorCommand, OperatorReply> how) {
        answers = how;
        return this;
    }

    /** What the core was asked for, in order. */
    String asked() {
        return asked.stream().map(OperatorCommand::toString).collect(Collectors.joining("\n"));
    }

    Answer run(String line) {
        return run(line, Map.of());
    }

    Answer run(String line, Map<String, String> environment) {
        return run(line, environment, "");
    }

    Answer run(String line, Map<String, String> environment, String stdin) {
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
        return tool().run(new Invocation("/", words, environment, stdin));
    }

    CtdbTool tool() {
        return new CtdbTool(
                new ToolContext(
                        settings(),
                        this::view,
                        history,
                        command -> {
                            asked.add(command);
                            return CompletableFuture.completedFuture(answers.apply(command));
                        },
                        new AgentProcess(
                                "1.2.3",
                                4711,
                                NOW.minus(Duration.ofSeconds(183_845)),
                                ZoneOffset.UTC,
                                level::get,
                                level::set,
                                new AtomicInteger(),
                                lmaster),
                        (ip, on) -> heralded.add(ip + " " + on),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new TickingClock()::next));
    }

    ClusterSettings settings() {
        ClusterSettings plain =
                ClusterSettings.withDefaults(
                        Layout.under(Path.of("base")),
                        new NodeName("n1"),
                        SELF,
                        NodesFile.parse(
                                        "nodes",
                                        List.of(
                                                "10.7.0.11",
                                                "10.7.0.12",
                                                "#10.7.0.13",
                                                "10.7.0.14"))
                                .value(),
                        publicAddresses());
        return new ClusterSettings(
                plain.layout(),
                plain.name(),
                plain.pnn(),
                plain.nodes(),
                plain.publicAddresses(),
                plain.homes(),
                tunables,
                plain.timing(),
                plain.endpoints(),
                plain.tls(),
                lock,
                plain.votes(),
                plain.events(),
                plain.failover(),
                plain.start(),
                plain.logging(),
                databases,
                plain.storage(),
                plain.telemetry());
    }

    private PublicAddressesFile publicAddresses() {
        return PublicAddressesFile.parse("public_addresses", addresses, _ -> true, _ -> false)
                .value();
    }

    NodeView view() {
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        flags.forEach(
                (pnn, bits) ->
                        peers.put(
                                new Pnn(pnn),
                                new NodeView.Peer(
                                        bits, new Moment(0), Optional.of(report(pnn, bits)))));
        return new NodeView(
                new Moment(0),
                new Incarnation(SELF, 1),
                new NodeName("n1"),
                runstate,
                leader,
                true,
                Optional.empty(),
                peers,
                new TreeMap<>(),
                Optional.empty(),
                false,
                tunables,
                mayLead,
                publicAddresses(),
                connections(),
                Voters.founded(VoterSet.of(settings().nodes())),
                false);
    }

    private SortedMap<IpAddress, List<Connection>> connections() {
        TreeMap<IpAddress, List<Connection>> all = new TreeMap<>();
        for (String line : registered) {
            Connection one = Connection.parse(line).orElseThrow();
            all.computeIfAbsent(one.server(), _ -> new ArrayList<>()).add(one);
        }
        return all;
    }

    private NodeReport report(int pnn, int bits) {
        TreeMap<IpAddress, AddressReport> reports = new TreeMap<>();
        publicAddresses()
                .addresses()
                .forEach(
                        (ip, address) -> {
                            boolean here = holders.getOrDefault(ip.toString(), -1) == pnn;
                            Optional<InterfaceName> on =
                                    here
                                            ? Optional.of(address.interfaces().getFirst())
                                            : Optional.empty();
                            reports.put(
                                    ip,
                                    new AddressReport(
                                            true,
                                            here ? AddressPhase.SERVING : AddressPhase.ABSENT,
                                            here ? 7 : 0,
                                            on,
                                            here,
                                            on,
                                            false,
                                            ""));
                        });
        return new NodeReport(
                1,
                new NodeName("n" + pnn),
                runstate,
                bits & ~1,
                true,
                "",
                "",
                pnn == SELF.value() ? down : List.of(),
                reports,
                VoterWord.VOTES,
                NodeTunables.DEFAULT,
                leader.filter(new Pnn(pnn)::equals).isPresent() ? generation : 0);
    }

    /** A second passes between two looks, so that waiting ends at once. */
    private static final class TickingClock {
        private long nanos;

        long next() {
            nanos += Duration.ofSeconds(1).toNanos();
            return nanos;
        }
    }
}
