package dev.baton.monitoring.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.ClusterSettings;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Monitoring, section 1: 16 nodes, 1000 addresses, 40 scripts. */
class ScrapeSizeTest {

    private static final int NODES = 16;
    private static final int SCRIPTS = 40;

    /**
     * Without those of Java. ADRs 0150 and 0156 say why it is more than the 2 800 + 12 that were
     * planned.
     */
    private static final int FIXED = 4_200;

    private static final int PER_ADDRESS = 13;

    private static final InterfaceName ON = new InterfaceName("e0");

    @Test
    void theSeriesKeepToTheirBudget() {
        assertTrue(series(0) <= FIXED, "fixed: " + series(0));
        long perAddress = (series(100) - series(0)) / 100;
        assertTrue(perAddress <= PER_ADDRESS, "per address: " + perAddress);
    }

    private static long series(int addresses) {
        return metrics(addresses)
                .scrape("")
                .text()
                .lines()
                .filter(line -> line.startsWith("baton_"))
                .count();
    }

    static Metrics metrics(int count) {
        NodeView view = view(count);
        List<String> scripts =
                IntStream.range(10, 10 + SCRIPTS).mapToObj(i -> i + ".script").toList();
        Sources sources =
                Sources.ofView(() -> view, () -> view.at().nanos(), InstantSource.system())
                        .withScripts(scripts);
        ClusterSettings settings =
                ClusterSettings.withDefaults(
                        Layout.under(Path.of("base")),
                        new NodeName("n0"),
                        new Pnn(0),
                        nodes(),
                        view.addresses());
        Metrics metrics = new Metrics(settings, new Build("1", "c", "25"), sources);
        metrics.facts().viewed(view);
        metrics.read();
        return metrics;
    }

    private static NodesFile nodes() {
        List<String> lines = IntStream.rangeClosed(1, NODES).mapToObj(i -> "10.9.0." + i).toList();
        return NodesFile.parse("nodes", lines).value();
    }

    private static NodeView view(int count) {
        List<PublicAddress> addresses = new ArrayList<>();
        SortedMap<IpAddress, AddressReport> reports = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            IpAddress ip = IpAddress.of("10.0." + i / 250 + "." + (i % 250 + 1));
            addresses.add(new PublicAddress(ip, 16, List.of(ON)));
            reports.put(
                    ip,
                    new AddressReport(
                            true,
                            AddressPhase.ABSENT,
                            0,
                            Optional.empty(),
                            false,
                            Optional.of(ON),
                            false,
                            ""));
        }
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        for (int i = 0; i < NODES; i++) {
            peers.put(
                    new Pnn(i), new NodeView.Peer(0, Moment.PAST, Optional.of(report(i, reports))));
        }
        return new NodeView(
                new Moment(1_000_000_000_000L),
                new Incarnation(new Pnn(0), 1),
                new NodeName("n0"),
                Runstate.RUNNING,
                Optional.of(new Pnn(0)),
                true,
                Optional.empty(),
                peers,
                new TreeMap<>(),
                Optional.empty(),
                false,
                Tunables.DEFAULT,
                true,
                PublicAddressesFile.of(addresses),
                new TreeMap<>(),
                Voters.founded(VoterSet.of(nodes())),
                false);
    }

    private static NodeReport report(int i, SortedMap<IpAddress, AddressReport> addresses) {
        return new NodeReport(
                1,
                new NodeName("n" + i),
                Runstate.RUNNING,
                0,
                true,
                "",
                "",
                List.of(),
                addresses,
                VoterWord.VOTES,
                NodeTunables.DEFAULT,
                0);
    }
}
