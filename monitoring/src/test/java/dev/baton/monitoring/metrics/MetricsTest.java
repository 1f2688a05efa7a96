// Longer than 500 lines because the cases of all meters share one agent.

package dev.baton.monitoring.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Monitoring, sections 1 and 2. */
class MetricsTest {

    private static final IpAddress IP = IpAddress.of("10.0.0.101");
    private static final RunStage.Part SILENT =
            new RunStage.Part(Duration.ofMillis(300), 3, false, true);
    private static final String CLUSTER = "cluster=\"baton\"";

    private final ClusterSettings settings = settings();
    private Set<IpAddress> hosted = Set.of();
    private WireRejections rejections = WireRejections.NONE;
    private DroppedFacts dropped = DroppedFacts.NONE;
    private StorageCounts storage = StorageCounts.NONE;
    private LsmCounts lsm =
            new LsmCounts(
                    new TreeMap<>(Map.of("volume_create", new LsmCounts.Requests(0, 0))), 0, 0);
    private Announced announced = Announced.NONE;
    private int unkillable;
    private Instant wall = Instant.ofEpochSecond(1_800_000_000);
    private long now = 1_000_000_000_000L;
    private NodeView view = view();
    private final Metrics metrics =
            new Metrics(
                    settings,
                    new Build("1.0", "abc", "25"),
                    new Sources(
                            () -> view,
                            () -> hosted,
                            () -> rejections,
                            () -> dropped,
                            () -> storage,
                            () -> lsm,
                            () -> announced,
                            () -> new TraceCounts(7, 5, 3),
                            () -> 1,
                            () -> unkillable,
                            List.of("00.ctdb", "50.samba"),
                            () -> now,
                            () -> wall));

    @Test
    void aScrapeHasExactlyTheMetersOfTheCatalogue() {
        Set<String> expected = new TreeSet<>();
        MeterCatalog.ALL.forEach(meter -> expected.add(meter.name()));

        Set<String> found = new TreeSet<>();
        Pattern.compile("^# TYPE (\\S+)", Pattern.MULTILINE)
                .matcher(scrape())
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.startsWith("jvm_") && !name.startsWith("process_"))
                .forEach(found::add);

        assertEquals(expected, found);
    }

    @Test
    void everySeriesIsThereFromTheFirstScrape() {
        String text = scrape();

        for (String event : EventNames.ALL) {
            has(text, "baton_event_runs_total{event=\"" + event + "\",result=\"timed_out\"} 0.0");
        }
        has(text, "baton_public_ip_moves_total{cause=\"failover\",ip=\"10.0.0.101\"} 0.0");
        has(text, "baton_lease_renewals_total{result=\"late\"} 0.0");
        has(text, "baton_wire_rejections_total{cause=\"garbage\"} 0.0");
        has(text, "baton_facts_dropped_total{reader=\"local\"} 0.0");
        has(text, "baton_machine_pauses_total 0.0");
        has(text, "baton_takeover_runs_total{cause=\"operator\",result=\"failed\"} 0.0");
        has(text, "baton_takeover_duration_seconds_bucket{le=\"0.01\"} 0");
        has(text, "baton_build_info{java=\"25\",revision=\"abc\",version=\"1.0\"} 1");
        has(text, "baton_lease_margin_seconds 4.257");
    }

    @Test
    void storageOperationsAreCountedByTheirEnds() {
        has(scrape(), "baton_storage_calls_total{contract=\"quantastor\",outcome=\"lost\"} 0.0");
        has(scrape(), "baton_storage_jobs_total{state=\"unknown\"} 0.0");
        has(scrape(), "baton_provider_drift 0.0");

        storage =
                new StorageCounts(
                        new TreeMap<>(Map.of(new StorageCounts.Ended("ganeti", "ok"), 3L)),
                        new TreeMap<>(Map.of("done", 2L)),
                        5,
                        1);

        has(scrape(), "baton_storage_calls_total{contract=\"ganeti\",outcome=\"ok\"} 3.0");
        has(scrape(), "baton_storage_jobs_total{state=\"done\"} 2.0");
        has(scrape(), "baton_storage_jobs_open 5.0");
        has(scrape(), "baton_provider_drift 1.0");
    }

    @Test
    void requestsOfClientsOfPluginsAreCountedByMethod() {
        has(scrape(), "baton_lsm_requests_total{method=\"volume_create\",result=\"error\"} 0.0");
        has(scrape(), "baton_lsm_requests_total{method=\"unknown\",result=\"ok\"} 0.0");

        lsm =
                new LsmCounts(
                        new TreeMap<>(Map.of("volume_create", new LsmCounts.Requests(4, 1))), 3, 2);

        has(scrape(), "baton_lsm_requests_total{method=\"volume_create\",result=\"ok\"} 4.0");
        has(scrape(), "baton_lsm_requests_total{method=\"volume_create\",result=\"error\"} 1.0");
        has(scrape(), "baton_lsm_malformed_total 3.0");
        has(scrape(), "baton_lsm_sessions 2.0");
    }

    @Test
    void nodesAreSeenByNameOrElseByTheirAddress() {
        String text = scrape();

        has(text, "baton_node_state{node=\"n1\",state=\"unhealthy\"} 1.0");
        has(text, "baton_node_state{node=\"10.1.0.2\",state=\"disconnected\"} 1.0");
        has(text, "baton_node_state{node=\"10.1.0.2\",state=\"ok\"} 0.0");
        has(text, "baton_leader 1.0");
        has(text, "baton_majority 1.0");
    }

    @Test
    void hostedIsWhatTheKernelSays() {
        has(scrape(), "baton_public_ip_hosted{ip=\"10.0.0.101\"} 0.0");

        hosted = Set.of(IP);

        has(scrape(), "baton_public_ip_hosted{ip=\"10.0.0.101\"} 1.0");
        has(scrape(), "baton_public_ip_expected{ip=\"10.0.0.101\"} 0.0");
    }

    @Test
    void aMachineOutsideTheClusterIsSeenUntilTheNextTake() {
        has(scrape(), "baton_public_ip_foreign{ip=\"10.0.0.101\"} 0.0");

        view = foreignFound();

        has(scrape(), "baton_public_ip_foreign{ip=\"10.0.0.101\"} 1.0");
    }

    private static NodeView foreignFound() {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        addresses.put(
                IP,
                new AddressReport(
                        true,
                        AddressPhase.ABSENT,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        false,
                        "02:00:00:00:00:09"));
        NodeReport report =
                new NodeReport(
                        1,
                        new NodeName("n1"),
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
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        peers.put(new Pnn(0), new NodeView.Peer(0, Moment.PAST, Optional.of(report)));
        return view(Optional.empty(), peers);
    }

    @Test
    void whatTheWireRejectedIsCountedByCause() {
        rejections = new WireRejections(3, 5);

        has(scrape(), "baton_wire_rejections_total{cause=\"garbage\"} 3.0");
        has(scrape(), "baton_wire_rejections_total{cause=\"refused\"} 5.0");
    }

    @Test
    void factsThatAreLostAreCountedByWhoMissedThem() {
        dropped = new DroppedFacts(7, 20);

        has(scrape(), "baton_facts_dropped_total{reader=\"local\"} 7.0");
        has(scrape(), "baton_facts_dropped_total{reader=\"shared\"} 20.0");
    }

    @Test
    @DisplayName("Storage call-outs contract, 2.6: a round that was not begun is counted")
    void roundsOfSnapshotsAreCounted() {
        has(scrape(), "baton_snapshot_rounds_missed_total{cause=\"under_way\"} 0.0");
        FactMeters facts = metrics.facts();
        facts.accept(new Fact.SnapshotRoundMissed("nightly", "under_way", "due 02:30"));
        facts.accept(
                new Fact.SnapshotRoundEnded(
                        "0.1",
                        "nightly",
                        "crash_consistent",
                        Duration.ofSeconds(2),
                        Duration.ofMillis(250),
                        "node 1 was lost"));
        facts.accept(new Fact.NodeThawed("0.1", "nightly", Duration.ofMillis(1500)));

        has(scrape(), "baton_snapshot_rounds_missed_total{cause=\"under_way\"} 1.0");
        has(scrape(), "baton_snapshot_rounds_total{result=\"crash_consistent\"} 1.0");
        has(scrape(), "baton_snapshot_spread_seconds 0.25");
        has(scrape(), "baton_snapshot_frozen_seconds 1.5");
    }

    @Test
    void factsAreCountedByCauseAndResult() {
        RunId run = new RunId(42, 1);
        FactMeters facts = metrics.facts();
        facts.accept(new Fact.TakeoverRunStarted(run, "n2 disconnected", 1));
        facts.accept(new Fact.AddressTaken(IP, new InterfaceName("e0"), 7, Duration.ZERO));
        facts.accept(
                new Fact.TakeoverRunFinished(
                        run, true, 1, 0, 0, Duration.ofMillis(70), "n2 disconnected"));
        facts.accept(new Fact.AddressTaken(IP, new InterfaceName("e0"), 9, Duration.ZERO));
        facts.accept(new Fact.ReleaseTold(IP, false, "ctdbd: no answer within 2 s"));
        facts.accept(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(
                                SequenceStatus.FAILED, List.of(), Duration.ZERO, "why")));
        facts.renewed(RenewalResult.OK);

        String text = scrape();

        has(text, "baton_takeover_runs_total{cause=\"node_lost\",result=\"ok\"} 1.0");
        has(text, "baton_takeover_duration_seconds_bucket{le=\"0.1\"} 1");
        has(text, "baton_takeover_duration_seconds_bucket{le=\"0.05\"} 0");
        has(text, "baton_public_ip_moves_total{cause=\"failover\",ip=\"10.0.0.101\"} 1.0");
        has(text, "baton_public_ip_moves_total{cause=\"ordered\",ip=\"10.0.0.101\"} 1.0");
        has(text, "baton_ctdbd_releases_total{result=\"failed\"} 1.0");
        has(text, "baton_ctdbd_releases_total{result=\"told\"} 0.0");
        has(text, "baton_event_runs_total{event=\"monitor\",result=\"failed\"} 1.0");
        has(text, "baton_lease_renewals_total{result=\"ok\"} 1.0");
    }

    @Test
    void theMarginIsTheWorstOfTheLastMinute() {
        metrics.facts().viewed(leased(Duration.ofSeconds(3)));
        metrics.facts().viewed(leased(Duration.ofSeconds(1)));
        metrics.facts().viewed(leased(Duration.ofSeconds(2)));
        has(scrape(), "baton_lease_margin_seconds 1.0");

        now += Duration.ofSeconds(61).toNanos();

        has(scrape(), "baton_lease_margin_seconds 4.257");
    }

    /** An agent that stood still makes no view before its lease has ended. */
    @Test
    void aLeaseThatEndedHadNoMargin() {
        metrics.facts().viewed(leased(Duration.ofSeconds(3)));
        metrics.facts().accept(new Fact.RightLost(new Right.Serving(IP), 4, "lease_ended"));

        has(scrape(), "baton_lease_margin_seconds 0.0");
    }

    @Test
    @DisplayName("Monitoring, 6.1: promtool finds nothing to complain of")
    void prometheusIsContent(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("scrape"), scrape());

        assertEquals(new Promtool.Verdict(0, ""), Promtool.run(file, "check", "metrics"));
    }

    /** Of a meter without series, too: here no script is known. */
    @Test
    void openMetricsEndsOnce() {
        String text =
                new String(
                        metrics.scrape("application/openmetrics-text").body(),
                        StandardCharsets.UTF_8);

        assertEquals(text.indexOf("# EOF"), text.length() - "# EOF\n".length());
    }

    @Test
    void openMetricsIsGivenToWhoAsksForIt() {
        Metrics.Scrape scrape =
                metrics.scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertEquals(Metrics.OPEN_METRICS, scrape.contentType());
        assertTrue(scrape.text().endsWith("# EOF\n"), scrape.text());
        assertEquals(Metrics.CLASSIC, metrics.scrape("*/*").contentType());
    }

    @Test
    void theReferencePageIsThatOfTheCatalogue() throws IOException {
        Path page = Path.of("../docs/metrics.md");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(page, MeterCatalog.page());
        }

        assertEquals(
                Files.readString(page), MeterCatalog.page(), "rewrite with -Dgolden.update=true");
    }

    @Test
    @DisplayName("Monitoring, 1.2: scripts have their series before they have ever run")
    void scriptsAreCountedByEventAndOutcome() {
        has(
                scrape(),
                "baton_script_runs_total{event=\"monitor\",result=\"timed_out\",script=\"50.samba\"}"
                    + " 0.0");
        has(scrape(), "baton_event_last_end_timestamp_seconds{event=\"monitor\"} 0.0");

        monitored(ScriptStatus.ERROR, "a\n[17 bytes dropped]\nb");
        monitored(ScriptStatus.ERROR, "");

        String text = scrape();
        has(text, "baton_script_consecutive_failures{script=\"50.samba\"} 2.0");
        has(text, "baton_script_output_truncated_total{script=\"50.samba\"} 1.0");
        has(text, "baton_script_seconds_total{event=\"monitor\",script=\"50.samba\"} 4.0");
        has(text, "baton_script_last_duration_seconds{event=\"monitor\",script=\"50.samba\"} 2.0");
        has(text, "baton_event_duration_seconds_bucket{event=\"monitor\",le=\"5.0\"} 2");
        has(text, "baton_event_last_end_timestamp_seconds{event=\"monitor\"} 1.8E9");
        has(text, "baton_script_enabled{script=\"50.samba\"} 1.0");

        monitored(ScriptStatus.DISABLED, "");

        has(scrape(), "baton_script_consecutive_failures{script=\"50.samba\"} 2.0");
        has(scrape(), "baton_script_enabled{script=\"50.samba\"} 0.0");
        monitored(ScriptStatus.OK, "");
        has(scrape(), "baton_script_consecutive_failures{script=\"50.samba\"} 0.0");
    }

    private void monitored(ScriptStatus status, String output) {
        ScriptResult script =
                new ScriptResult("50.samba", status, 1, Duration.ofSeconds(2), output);
        SequenceResult all =
                new SequenceResult(SequenceStatus.OK, List.of(script), Duration.ofSeconds(2), "");
        metrics.facts().accept(new Fact.EventEnded("monitor", "", all));
    }

    @Test
    void whatNodesEnterAndLeaveIsCountedUnderTheNamesTheyHaveNow() {
        metrics.facts().viewed(view);
        view = view(Optional.empty(), peers(NodeFlag.DISABLED));
        metrics.facts().viewed(view);

        String text = scrape();
        has(text, "baton_node_transitions_total{from=\"unhealthy\",node=\"n1\",to=\"ok\"} 1.0");
        has(text, "baton_node_transitions_total{from=\"ok\",node=\"n1\",to=\"disabled\"} 1.0");
        has(text, "baton_node_transitions_total{from=\"ok\",node=\"10.1.0.2\",to=\"banned\"} 0.0");
        has(text, "baton_node_disabled_since_timestamp_seconds{node=\"n1\"} 1.8E9");
        has(text, "baton_node_info{address=\"10.9.0.2\",node=\"10.1.0.2\",pnn=\"1\"} 1");
        has(text, "baton_servable_nodes 0.0");
        has(text, "baton_node_inactive 0.0");
        has(text, "baton_peer_last_heard_timestamp_seconds{node=\"10.1.0.2\"} 0.0");
    }

    @Test
    void leasesThatEndStallsAndLeadersAreCounted() {
        FactMeters facts = metrics.facts();
        facts.accept(new Fact.RightLost(new Right.Serving(IP), 4, "lease_ended"));
        facts.accept(new Fact.RightLost(new Right.Leading(), 5, "lease_ended"));
        facts.accept(new Fact.Stalled(Duration.ofMillis(700)));
        facts.accept(new Fact.LeaderChanged(0, -1, "lost"));
        facts.answered(new Pnn(1), Duration.ofMillis(3));
        facts.over("n2 gone", abandoned());

        String text = scrape();
        has(text, "baton_lease_expirations_total 1.0");
        has(text, "baton_lease_renewals_total{result=\"lost\"} 2.0");
        has(text, "baton_stalls_total 1.0");
        has(text, "baton_stall_seconds_bucket{le=\"1.0\"} 1");
        has(text, "baton_leader_changes_total{cause=\"lost\"} 1.0");
        has(text, "baton_peer_round_trip_seconds_bucket{node=\"10.1.0.2\",le=\"0.005\"} 1");
        has(text, "baton_takeover_runs_total{cause=\"node_lost\",result=\"superseded\"} 1.0");
        has(text, "baton_reallocation_failures_total{event=\"takeip\",node=\"10.1.0.2\"} 1.0");
        has(text, "baton_takeover_retries_total{event=\"takeip\",node=\"10.1.0.2\"} 2.0");
        has(text, "baton_takeover_stage_seconds_bucket{stage=\"takeip\",le=\"0.5\"} 1");
        has(text, "baton_takeover_stage_seconds_bucket{stage=\"takeip\",le=\"0.25\"} 0");
        has(text, "baton_takeover_stage_seconds_count{stage=\"plan\"} 0");
    }

    private static RunEnding abandoned() {
        return new RunEnding(
                RunEnding.How.ABANDONED,
                Duration.ofSeconds(1),
                0,
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(Map.of(new Pnn(1), "no answer")),
                List.of(
                        new RunStage(
                                "takeip",
                                Duration.ofMillis(20),
                                Duration.ofMillis(300),
                                new TreeMap<>(Map.of(new Pnn(1), SILENT)))));
    }

    @Test
    void theShellIsReadBesideTheScrape() {
        announced = new Announced(4, 1, 9);
        unkillable = 2;
        metrics.sections().asked("quota");
        metrics.api().answered("GET", "/metrics", 200, Duration.ofMillis(2));
        metrics.api().answered("BREW", "/coffee", 404, Duration.ofMillis(2));
        metrics.reread(false);

        String text = scrape();
        has(text, "baton_traces_total{result=\"failed\"} 5.0");
        has(text, "baton_announcements_total{kind=\"tickle\"} 9.0");
        has(text, "baton_scripts_unkillable 2.0");
        has(text, "baton_scripts_running 1.0");
        has(text, "baton_lock_waiters{section=\"quota\"} 1.0");
        has(text, "baton_api_requests_total{code=\"2xx\",method=\"GET\",route=\"/metrics\"} 1.0");
        has(text, "baton_api_requests_total{code=\"4xx\",method=\"other\",route=\"unknown\"} 1.0");
        has(text, "baton_config_last_reload_success 0.0");
        has(text, "baton_collector_success{collector=\"kernel\"} 1.0");

        now += Duration.ofSeconds(6).toNanos();

        has(unlabelled(metrics.scrape("")), "baton_collector_success{collector=\"kernel\"} 0.0");
    }

    @Test
    void sectionsBeyondTheBoundShareOneLabel() {
        for (int i = 0; i <= SectionMeters.MOST; i++) {
            metrics.sections().asked("s" + i);
        }
        metrics.sections().answered("s0", true, Duration.ofSeconds(1));
        metrics.sections().left("s0", Duration.ofSeconds(3));

        String text = scrape();
        has(text, "baton_lock_waiters{section=\"other\"} 1.0");
        has(text, "baton_lock_waiters{section=\"s0\"} 0.0");
        has(text, "baton_lock_held_seconds_sum{section=\"s0\"} 3.0");
    }

    @Test
    @DisplayName("Monitoring, 1.3: run ids travel as exemplars")
    void aSlowRunLeadsToItsFile() {
        metrics.facts()
                .accept(
                        new Fact.TakeoverRunFinished(
                                new RunId(42, 1), true, 1, 0, 0, Duration.ofMillis(700), "x"));

        String text = metrics.scrape("application/openmetrics-text").text();
        String line =
                text.lines()
                        .filter(each -> each.startsWith("baton_takeover_duration_seconds_bucket"))
                        .filter(each -> each.contains("le=\"1.0\""))
                        .findFirst()
                        .orElseThrow();
        assertTrue(line.contains("# {run_id=\"" + new RunId(42, 1) + "\"} 0.7"), line);
        assertEquals(
                List.of(),
                text.lines()
                        .filter(each -> each.contains("# {") && !each.contains("_bucket{"))
                        .toList(),
                "Prometheus refuses the scrape for any other");
    }

    @Test
    @DisplayName("Monitoring, 1.7: cluster is a constant label")
    void everySeriesNamesItsCluster() {
        monitored(ScriptStatus.OK, "");
        metrics.read();

        List<String> without =
                metrics.scrape("")
                        .text()
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.contains(CLUSTER))
                        .toList();

        assertEquals(List.of(), without);
    }

    private String scrape() {
        metrics.read();
        return unlabelled(metrics.scrape(""));
    }

    /** Without the label that all series have. */
    private static String unlabelled(Metrics.Scrape scrape) {
        return scrape.text()
                .replace("{" + CLUSTER + "}", "")
                .replace(CLUSTER + ",", "")
                .replace("," + CLUSTER, "");
    }

    private static void has(String text, String line) {
        assertTrue(text.lines().anyMatch(line::equals), () -> line + " in\n" + text);
    }

    private static ClusterSettings settings() {
        NodesFile nodes = NodesFile.parse("nodes", List.of("10.1.0.1", "10.1.0.2")).value();
        PublicAddress address = new PublicAddress(IP, 24, List.of(new InterfaceName("e0")));
        return ClusterSettings.withDefaults(
                Layout.under(Path.of("base")),
                new NodeName("n1"),
                new Pnn(0),
                nodes,
                PublicAddressesFile.of(List.of(address)));
    }

    private static NodeView view() {
        return view(Optional.empty(), peers(NodeFlag.UNHEALTHY));
    }

    private static SortedMap<Pnn, NodeView.Peer> peers(NodeFlag first) {
        TreeMap<Pnn, NodeView.Peer> peers = new TreeMap<>();
        peers.put(new Pnn(0), peer(first));
        peers.put(new Pnn(1), peer(NodeFlag.DISCONNECTED));
        return peers;
    }

    private static NodeView.Peer peer(NodeFlag flag) {
        return new NodeView.Peer(flag.bit(), Moment.PAST, Optional.empty());
    }

    private NodeView leased(Duration left) {
        return view(Optional.of(new Moment(now).plus(left)), new TreeMap<>());
    }

    private static NodeView view(Optional<Moment> leaseEnd, SortedMap<Pnn, NodeView.Peer> peers) {
        return new NodeView(
                new Moment(1_000_000_000_000L),
                new Incarnation(new Pnn(0), 1),
                new NodeName("n1"),
                Runstate.RUNNING,
                Optional.of(new Pnn(0)),
                true,
                leaseEnd,
                peers,
                new TreeMap<>(),
                Optional.empty(),
                false,
                Tunables.DEFAULT,
                true,
                settings().publicAddresses(),
                new TreeMap<>(),
                Voters.founded(
                        VoterSet.of(
                                NodesFile.parse(
                                                "nodes",
                                                List.of("10.9.0.1", "10.9.0.2", "10.9.0.3"))
                                        .value())),
                false);
    }
}
