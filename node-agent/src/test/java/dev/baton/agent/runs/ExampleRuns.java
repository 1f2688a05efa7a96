package dev.baton.agent.runs;

import dev.baton.config.AddressRange;
import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.PlanRules;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.exchange.Staying;
import dev.baton.orchestrator.takeover.Planner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs that may be as no leader ever saw them: every value by chance, from a seed. */
public final class ExampleRuns {

    private final Random random;
    private final int nodes;
    private final List<IpAddress> ips = new ArrayList<>();

    private ExampleRuns(long seed) {
        random = new Random(seed);
        nodes = 1 + random.nextInt(5);
        for (int i = random.nextInt(7); i > 0; i--) {
            ips.add(IpAddress.of((random.nextBoolean() ? "192.0.2." : "2001:db8::") + i));
        }
    }

    /** The run of that seed, with the plan that follows from it. */
    public static RunRecord of(long seed) {
        return new ExampleRuns(seed).run(new RunId(seed + 1, 1));
    }

    /** The same under an id. */
    static RunRecord named(long leading, long counter) {
        return new ExampleRuns(leading).run(new RunId(leading, counter));
    }

    private RunRecord run(RunId id) {
        PlanInput input =
                new PlanInput(
                        snapshot(),
                        new PlanRules(random.nextInt(3), random.nextInt(5) == 0, yes(), places()),
                        new RunOptions(
                                yes(),
                                pnns(),
                                random.nextInt(400),
                                places(),
                                random.nextInt(5) > 0,
                                pnns(),
                                new Staying(failback(), yes(), some())),
                        random.nextInt(4) == 0 ? Optional.of(pnns()) : Optional.empty());
        var plan = Planner.plan(input);
        return new RunRecord(
                id,
                new Incarnation(pnn(), random.nextInt(1000)),
                1_790_000_000_000L + random.nextInt(1_000_000),
                "node_lost+\"operator\"\n\u00e9",
                input,
                new SavedPlan(plan.text(), plan.moves()),
                yes() ? Optional.of(ending()) : Optional.empty());
    }

    private RunEnding ending() {
        TreeMap<IpAddress, Long> waiting = new TreeMap<>();
        some().forEach(ip -> waiting.put(ip, (long) random.nextInt(4300)));
        TreeMap<Pnn, String> failures = new TreeMap<>();
        pnns().forEach(pnn -> failures.put(pnn, "50.samba \"exit\" 1\n"));
        return new RunEnding(
                one(RunEnding.How.values()),
                Duration.ofMillis(random.nextInt(60_000)),
                random.nextInt(9),
                waiting,
                some(),
                failures,
                List.of(stage("startipreallocate"), stage("takeip")));
    }

    private RunStage stage(String name) {
        TreeMap<Pnn, RunStage.Part> parts = new TreeMap<>();
        pnns().forEach(
                        pnn ->
                                parts.put(
                                        pnn,
                                        new RunStage.Part(
                                                Duration.ofMillis(random.nextInt(1000)),
                                                random.nextInt(4),
                                                yes(),
                                                yes())));
        return new RunStage(
                name,
                Duration.ofMillis(random.nextInt(1000)),
                Duration.ofMillis(random.nextInt(1000)),
                parts);
    }

    private FailbackNow failback() {
        List<FailbackNow.Rule> rules = new ArrayList<>();
        some().forEach(
                        ip ->
                                rules.add(
                                        new FailbackNow.Rule(
                                                new AddressRange(ip, random.nextInt(ip.bits() + 1)),
                                                yes())));
        return new FailbackNow(rules, yes());
    }

    private ClusterSnapshot snapshot() {
        TreeMap<Pnn, NodeReport> reports = new TreeMap<>();
        for (int pnn = 0; pnn < nodes; pnn++) {
            if (random.nextInt(5) > 0) {
                reports.put(new Pnn(pnn), report("n" + pnn));
            }
        }
        return new ClusterSnapshot(nodes, reports);
    }

    private NodeReport report(String name) {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        some().forEach(ip -> addresses.put(ip, address()));
        return new NodeReport(
                0,
                new NodeName(name),
                random.nextInt(3) > 0 ? Runstate.RUNNING : one(Runstate.values()),
                flags(),
                yes(),
                yes() ? "because" : "",
                yes() ? "50.samba exit 1" : "",
                yes() ? List.of(new InterfaceName("eth1")) : List.of(),
                addresses,
                new VoterWord(random.nextInt(5) > 0, yes(), 0, false),
                NodeTunables.DEFAULT,
                0);
    }

    private int flags() {
        int bits = 0;
        for (NodeFlag flag : NodeFlag.values()) {
            bits |= random.nextInt(30) == 0 ? flag.bit() : 0;
        }
        return bits;
    }

    private AddressReport address() {
        return new AddressReport(
                random.nextInt(4) > 0,
                yes() ? AddressPhase.ABSENT : one(AddressPhase.values()),
                random.nextInt(3) * 1_790_000_000_000L,
                link(),
                yes(),
                link(),
                yes(),
                yes() ? "02:00:00:00:00:09" : "");
    }

    private Optional<InterfaceName> link() {
        return yes() ? Optional.of(new InterfaceName("eth" + random.nextInt(3))) : Optional.empty();
    }

    private SortedSet<IpAddress> some() {
        TreeSet<IpAddress> some = new TreeSet<>(ips);
        some.removeIf(_ -> random.nextInt(3) == 0);
        return some;
    }

    private SortedMap<IpAddress, Pnn> places() {
        TreeMap<IpAddress, Pnn> places = new TreeMap<>();
        if (yes()) {
            some().forEach(ip -> places.put(ip, pnn()));
        }
        return places;
    }

    private SortedSet<Pnn> pnns() {
        TreeSet<Pnn> some = new TreeSet<>();
        for (int pnn = 0; pnn < nodes; pnn++) {
            if (random.nextInt(4) == 0) {
                some.add(new Pnn(pnn));
            }
        }
        return some;
    }

    private Pnn pnn() {
        return new Pnn(random.nextInt(nodes));
    }

    private <T> T one(T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    private boolean yes() {
        return random.nextBoolean();
    }
}
