package dev.baton.orchestrator.takeover;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.AllocationProblem;
import dev.baton.orchestrator.allocation.Allocator;
import dev.baton.orchestrator.allocation.Assignment;
import dev.baton.orchestrator.allocation.NodeAddresses;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.PlanRules;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.Staying;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Turns a picture of the cluster into a plan. Equal pictures give equal plans.
 *
 * <p>Where failover is disabled, or no address is held and none could be, only the last stage runs.
 * Inactive nodes take no part in a recovery. Source: CTDB events contract, sections 5, 12.3 and 13,
 * steps 3 and 6.
 */
public record Planner(Allocator allocator, AllocationPolicy policy) {

    /** A planner that allocates as these tunables say, with the same homes. */
    public Planner with(Tunables tunables) {
        return new Planner(
                Allocator.of(tunables.ipAllocAlgorithm()),
                policy.with(tunables.noIpTakeover(), tunables.noIpFailback()));
    }

    /** The plan that follows from a stored input, whoever made it and when. */
    public static Plan plan(PlanInput input) {
        Plan whole = of(input.rules()).plan(input.snapshot(), input.options());
        return input.only().map(whole::on).orElse(whole);
    }

    private static Planner of(PlanRules rules) {
        AllocationPolicy policy =
                AllocationPolicy.DEFAULT
                        .with(rules.noTakeover(), rules.noFailback())
                        .withHomes(rules.homes());
        return new Planner(Allocator.of(rules.algorithm()), policy);
    }

    /** What of this planner a plan depends on. */
    public PlanRules rules() {
        return new PlanRules(
                allocator.number(), policy.noTakeover(), policy.noFailback(), policy.homes());
    }

    public Plan plan(ClusterSnapshot snapshot, RunOptions options) {
        List<Stage> stages = new ArrayList<>();
        add(
                stages,
                StageName.BAN,
                each(snapshot, (pnn, _) -> options.bans().contains(pnn), ban(options)));
        TreeSet<Pnn> inactive = inactive(snapshot, options);
        if (options.recovery()) {
            BiPredicate<Pnn, NodeReport> active = (pnn, _) -> !inactive.contains(pnn);
            add(
                    stages,
                    StageName.START_RECOVERY,
                    each(snapshot, active, new Instruction.StartRecovery()));
            add(stages, StageName.RECOVERED, each(snapshot, active, new Instruction.Recovered()));
        }
        AllocationProblem problem = problem(snapshot, options);
        if (options.addresses() && !problem.nothingToDo()) {
            BiPredicate<Pnn, NodeReport> alive =
                    (_, report) -> report.runstate().compareTo(Runstate.RUNNING) >= 0;
            add(
                    stages,
                    StageName.START_IPREALLOCATE,
                    each(snapshot, alive, new Instruction.StartIpReallocate()));
            moves(stages, snapshot, wanted(problem, snapshot, options));
        }
        add(
                stages,
                StageName.IPREALLOCATED,
                each(snapshot, (_, _) -> true, new Instruction.IpReallocated()));
        return new Plan(stages, inactive);
    }

    /** Once these bans are in force. */
    private static TreeSet<Pnn> inactive(ClusterSnapshot snapshot, RunOptions options) {
        TreeSet<Pnn> inactive = new TreeSet<>(options.bans());
        snapshot.reports()
                .forEach(
                        (pnn, report) -> {
                            if (NodeFlag.inactive(report.flags())) {
                                inactive.add(pnn);
                            }
                        });
        return inactive;
    }

    private static Instruction ban(RunOptions options) {
        return new Instruction.Ban(options.banSeconds());
    }

    /** Where each address is and could be, once these bans are in force. */
    private AllocationProblem problem(ClusterSnapshot snapshot, RunOptions options) {
        List<NodeAddresses> nodes = new ArrayList<>();
        for (int pnn = 0; pnn < snapshot.nodeCount(); pnn++) {
            Pnn node = new Pnn(pnn);
            boolean banned = options.bans().contains(node);
            nodes.add(addresses(node, Optional.ofNullable(snapshot.reports().get(node)), banned));
        }
        return AllocationProblem.of(nodes, policy.withForce(List.copyOf(options.force())));
    }

    /**
     * Where each address shall be: the allocation, with an operator's pins followed where possible.
     */
    private SortedMap<IpAddress, Pnn> wanted(
            AllocationProblem problem, ClusterSnapshot snapshot, RunOptions options) {
        TreeMap<IpAddress, Pnn> wanted = new TreeMap<>();
        allocated(problem, options.staying())
                .owners()
                .forEach((ip, owner) -> owner.ifPresent(pnn -> wanted.put(ip, pnn)));
        options.pins()
                .forEach(
                        (ip, pnn) -> {
                            boolean banned = options.bans().contains(pnn);
                            if (!banned && mayHost(snapshot.reports().get(pnn), ip)) {
                                wanted.put(ip, pnn);
                            }
                        });
        return wanted;
    }

    /**
     * The allocation; what an operator or a window frees is then spread over all nodes, while
     * everything else keeps its place.
     */
    private Assignment allocated(AllocationProblem problem, Staying staying) {
        AllocationPolicy asked = problem.policy();
        Assignment first =
                allocator.allocate(problem.with(asked.withStaying(among(problem, staying::holds))));
        if (staying.freed().isEmpty()) {
            return first;
        }
        List<Pnn> every = IntStream.range(0, problem.nodes()).mapToObj(Pnn::new).toList();
        TreeSet<IpAddress> others = among(problem, ip -> !staying.freed().contains(ip));
        return allocator.allocate(problem.after(first, asked.withForce(every).withStaying(others)));
    }

    private static TreeSet<IpAddress> among(AllocationProblem problem, Predicate<IpAddress> which) {
        TreeSet<IpAddress> found = new TreeSet<>();
        for (AllocationProblem.Entry entry : problem.entries()) {
            if (which.test(entry.ip())) {
                found.add(entry.ip());
            }
        }
        return found;
    }

    private static NodeAddresses addresses(Pnn pnn, Optional<NodeReport> report, boolean banned) {
        List<NodeAddresses.Claim> known = new ArrayList<>();
        TreeSet<IpAddress> available = new TreeSet<>();
        report.ifPresent(
                node ->
                        node.addresses()
                                .forEach(
                                        (ip, address) -> {
                                            Optional<Pnn> owner =
                                                    address.holds()
                                                            ? Optional.of(pnn)
                                                            : Optional.empty();
                                            known.add(new NodeAddresses.Claim(ip, owner));
                                            if (!banned && node.canHost() && address.available()) {
                                                available.add(ip);
                                            }
                                        }));
        return new NodeAddresses(known, available);
    }

    private static boolean mayHost(@Nullable NodeReport report, IpAddress ip) {
        AddressReport address = report == null ? null : report.addresses().get(ip);
        return report != null && address != null && report.canHost() && address.available();
    }

    private static void moves(
            List<Stage> stages, ClusterSnapshot snapshot, SortedMap<IpAddress, Pnn> wanted) {
        TreeMap<Pnn, List<Instruction>> releases = new TreeMap<>();
        TreeMap<Pnn, List<Instruction>> takes = new TreeMap<>();
        for (Map.Entry<Pnn, NodeReport> node : snapshot.reports().entrySet()) {
            Pnn pnn = node.getKey();
            TreeMap<InterfaceName, Integer> counts = counts(node.getValue());
            new TreeMap<>(node.getValue().addresses())
                    .descendingMap()
                    .forEach(
                            (ip, address) -> {
                                boolean mine = pnn.equals(wanted.get(ip));
                                if (address.holds() && !mine) {
                                    tell(
                                            releases,
                                            pnn,
                                            new Instruction.Release(ip, address.number()));
                                } else if (address.holds()) {
                                    update(ip, address, counts)
                                            .ifPresent(update -> tell(releases, pnn, update));
                                } else if (mine) {
                                    tell(takes, pnn, new Instruction.Take(ip));
                                }
                            });
        }
        add(stages, StageName.RELEASE, releases);
        add(stages, StageName.TAKE, takes);
    }

    /** How many addresses each interface of a node carries. */
    private static TreeMap<InterfaceName, Integer> counts(NodeReport report) {
        TreeMap<InterfaceName, Integer> counts = new TreeMap<>();
        report.addresses()
                .values()
                .forEach(
                        address -> address.on().ifPresent(on -> counts.merge(on, 1, Integer::sum)));
        return counts;
    }

    /**
     * To the best interface of the same node, when the one that carries it is down or carries at
     * least two more; the next address finds the counts as they are then. Source: CTDB events
     * contract, section 13.2, step 6.
     */
    private static Optional<Instruction> update(
            IpAddress ip, AddressReport address, SortedMap<InterfaceName, Integer> counts) {
        if (address.on().isEmpty() || address.best().isEmpty()) {
            return Optional.empty();
        }
        InterfaceName on = address.on().get();
        InterfaceName best = address.best().get();
        boolean fuller = counts.getOrDefault(on, 0) > counts.getOrDefault(best, 0) + 1;
        boolean settled = address.phase() == AddressPhase.SERVING;
        if (on.equals(best) || (address.onIsUp() && !(fuller && settled))) {
            return Optional.empty();
        }
        counts.merge(on, -1, Integer::sum);
        counts.merge(best, 1, Integer::sum);
        return Optional.of(new Instruction.Update(ip, address.number(), best));
    }

    private static void tell(
            TreeMap<Pnn, List<Instruction>> orders, Pnn pnn, Instruction instruction) {
        orders.computeIfAbsent(pnn, _ -> new ArrayList<>()).add(instruction);
    }

    private static TreeMap<Pnn, List<Instruction>> each(
            ClusterSnapshot snapshot, BiPredicate<Pnn, NodeReport> which, Instruction instruction) {
        TreeMap<Pnn, List<Instruction>> orders = new TreeMap<>();
        snapshot.reports()
                .forEach(
                        (pnn, report) -> {
                            if (which.test(pnn, report)) {
                                orders.put(pnn, List.of(instruction));
                            }
                        });
        return orders;
    }

    private static void add(
            List<Stage> stages, StageName name, SortedMap<Pnn, List<Instruction>> orders) {
        if (!orders.isEmpty()) {
            stages.add(new Stage(name, orders));
        }
    }
}
