package dev.baton.agent.cli;

import dev.baton.agent.callout.NoStorage;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.control.OperatorDesk;
import dev.baton.agent.eventd.EventAccess;
import dev.baton.agent.lsm.LsmAccess;
import dev.baton.agent.opennebula.DriverAccess;
import dev.baton.agent.opennebula.NoDrivers;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.round.RoundAccess;
import dev.baton.config.ClusterSettings;
import dev.baton.config.FailbackRules;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Tunables;
import dev.baton.events.process.ScriptFiles;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.RunId;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Three nodes with three addresses, seen from n1; each test changes what it is about. */
final class ExampleCluster {

    static final Moment NOW = new Moment(Duration.ofHours(1).toNanos());
    static final Instant WALL = Instant.parse("2026-03-04T05:06:07.008Z");
    static final List<IpAddress> IPS =
            List.of(
                    IpAddress.of("192.0.2.101"),
                    IpAddress.of("192.0.2.102"),
                    IpAddress.of("2001:db8::103"));

    final List<OperatorCommand> asked = new ArrayList<>();
    final FactHistory history = new FactHistory(new Pnn(0), wall());
    private final int[] flags = new int[3];
    private final String[] names = {"n1", "n2", "n3"};
    private final int[] holders = {0, 1, 2};
    private final NodeTunables[] tunables = {
        NodeTunables.DEFAULT, NodeTunables.DEFAULT, NodeTunables.DEFAULT
    };
    private Optional<Pnn> never = Optional.empty();
    private String reason = "";
    private int finder = -1;
    private int doubts = -1;
    private boolean majority = true;
    private SharedHistory shared = SharedHistory.suppressed();
    final ExampleEvents events = new ExampleEvents();
    ScriptFiles files = new ScriptFiles(Path.of("/no/such"), Path.of("/no/such"));
    private FailbackRules failback = FailbackRules.ALWAYS;
    private OperatorReply reply = new OperatorReply.Done("");
    private Runnable effect = () -> {};

    StorageAccess storage = new NoStorage();
    DriverAccess drivers = new NoDrivers();
    LsmAccess lsm = LsmAccess.NONE;
    Layout layout = Layout.under(Path.of("base"));
    ShownSettings shownSettings = ShownSettings.NONE;

    ExampleCluster flagged(int pnn, int bits, String because) {
        flags[pnn] = bits;
        reason = because;
        return this;
    }

    ExampleCluster named(int pnn, String name) {
        names[pnn] = name;
        return this;
    }

    /** Which node holds an address; -1 for none. */
    ExampleCluster holding(int ip, int pnn) {
        holders[ip] = pnn;
        return this;
    }

    ExampleCluster tuned(int pnn, NodeTunables values) {
        tunables[pnn] = values;
        return this;
    }

    /** This node found a machine outside the cluster that uses the first address. */
    ExampleCluster foreignFoundBy(int pnn) {
        finder = pnn;
        return this;
    }

    /** It was given the cluster lock while another node had it. */
    ExampleCluster doubtingTheLock(int pnn) {
        doubts = pnn;
        return this;
    }

    ExampleCluster withoutMajority() {
        majority = false;
        return this;
    }

    /** Has not connected since n1 started. */
    ExampleCluster neverHeard(int pnn) {
        flags[pnn] = 1;
        never = Optional.of(new Pnn(pnn));
        return this;
    }

    ExampleCluster sharing(SharedHistory records) {
        shared = records;
        return this;
    }

    ExampleCluster failback(FailbackRules rules) {
        failback = rules;
        return this;
    }

    ExampleCluster answering(OperatorReply answer, Runnable then) {
        reply = answer;
        effect = then;
        return this;
    }

    Cli cli() {
        OperatorDesk desk =
                command -> {
                    asked.add(command);
                    effect.run();
                    return CompletableFuture.completedFuture(reply);
                };
        return new Cli(
                new CliContext(
                        settings(layout),
                        () -> failback,
                        this::view,
                        history,
                        shared,
                        new EventAccess(events, files),
                        desk,
                        storage,
                        RoundAccess.NONE,
                        drivers,
                        lsm,
                        shownSettings,
                        wall(),
                        NOW::nanos,
                        "baton 1.0"));
    }

    /** Runs a line whose clock goes on, so that waiting ends. */
    Answer runTicking(String line) {
        long start = System.nanoTime() - NOW.nanos();
        OperatorDesk desk = command -> CompletableFuture.completedFuture(reply);
        return new Cli(
                        new CliContext(
                                settings(),
                                () -> failback,
                                this::view,
                                history,
                                shared,
                                new EventAccess(events, files),
                                desk,
                                storage,
                                RoundAccess.NONE,
                                drivers,
                                lsm,
                                shownSettings,
                                wall(),
                                () -> System.nanoTime() - start,
                                "baton 1.0"))
                .run(invocation(line));
    }

    Answer run(String line) {
        return cli().run(invocation(line));
    }

    static Invocation invocation(String line) {
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
        return new Invocation("/", words, Map.of(), "");
    }

    static ClusterSettings settings() {
        return settings(Layout.under(Path.of("base")));
    }

    private static ClusterSettings settings(Layout layout) {
        List<PublicAddress> addresses =
                IPS.stream()
                        .map(ip -> new PublicAddress(ip, 24, List.of(new InterfaceName("e0"))))
                        .toList();
        return ClusterSettings.withDefaults(
                layout,
                new NodeName("n1"),
                new Pnn(0),
                NodesFile.parse("nodes", List.of("10.1.0.1", "10.1.0.2", "10.1.0.3")).value(),
                PublicAddressesFile.of(addresses));
    }

    NodeView view() {
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        for (int pnn = 0; pnn < 3; pnn++) {
            if (never.filter(new Pnn(pnn)::equals).isPresent()) {
                peers.put(
                        new Pnn(pnn), new NodeView.Peer(flags[pnn], Moment.PAST, Optional.empty()));
                continue;
            }
            Moment heard = NOW.minus(Duration.ofSeconds((flags[pnn] & 1) == 0 ? 0 : 12));
            peers.put(new Pnn(pnn), new NodeView.Peer(flags[pnn], heard, Optional.of(report(pnn))));
        }
        return new NodeView(
                NOW,
                new Incarnation(new Pnn(0), 1),
                new NodeName("n1"),
                Runstate.RUNNING,
                Optional.of(new Pnn(2)),
                majority,
                Optional.empty(),
                peers,
                new TreeMap<>(),
                Optional.of(
                        new NodeView.RunSummary(
                                new RunId(7, 2),
                                NOW.minus(Duration.ofMinutes(4)),
                                true,
                                1,
                                "n2 disabled")),
                false,
                Tunables.DEFAULT,
                true,
                settings().publicAddresses(),
                new TreeMap<>(),
                Voters.founded(
                        VoterSet.of(
                                NodesFile.parse(
                                                "nodes",
                                                List.of("10.1.0.1", "10.1.0.2", "10.1.0.3"))
                                        .value())),
                false);
    }

    private NodeReport report(int pnn) {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        InterfaceName e0 = new InterfaceName("e0");
        for (int ip = 0; ip < 3; ip++) {
            boolean holds = holders[ip] == pnn;
            addresses.put(
                    IPS.get(ip),
                    new AddressReport(
                            true,
                            holds ? AddressPhase.SERVING : AddressPhase.ABSENT,
                            holds ? 40 + ip : 0,
                            holds ? Optional.of(e0) : Optional.empty(),
                            holds,
                            Optional.of(e0),
                            false,
                            pnn == finder && ip == 0 ? "02:00:00:00:00:09" : ""));
        }
        return new NodeReport(
                1,
                new NodeName(names[pnn]),
                Runstate.RUNNING,
                flags[pnn] & ~1,
                true,
                flags[pnn] == 0 ? "" : reason,
                "",
                List.of(),
                addresses,
                new VoterWord(true, false, 0, pnn == doubts),
                tunables[pnn],
                pnn == 2 ? 12 : 0);
    }

    private static Clock wall() {
        return Clock.fixed(WALL, ZoneOffset.UTC);
    }
}
