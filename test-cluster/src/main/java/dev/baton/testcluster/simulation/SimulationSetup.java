package dev.baton.testcluster.simulation;

import dev.baton.config.LeaseTiming;
import dev.baton.config.VoteMode;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeRules;
import dev.baton.orchestrator.takeover.StageRules;

import java.time.Duration;

/**
 * What a simulated cluster is made of.
 *
 * @param seed of everything random in it
 * @param hostile whether clocks run apart as far as rho allows, kernels are as late as they may and
 *     messages are lost, doubled and overtaken; else the network takes a tenth of a millisecond
 * @param clauses the safety rule, or a mutant of it
 * @param stages the rules of a run's stages, or a mutant of them
 */
public record SimulationSetup(
        long seed,
        Shape shape,
        boolean hostile,
        WallClocks walls,
        Votes votes,
        LeaseTiming timing,
        NodeRules rules,
        Clauses clauses,
        StageRules stages) {

    /**
     * What there is of everything.
     *
     * @param nodes how many nodes
     * @param addresses how many public addresses
     * @param links how many interfaces each node has for every address
     * @param uneven whether the last address is configured on node 0 and 1 only
     */
    public record Shape(int nodes, int addresses, int links, boolean uneven) {}

    /**
     * What wall clocks say at the start.
     *
     * @param spread how many milliseconds they may differ by chance
     * @param apart whether each is an hour behind that of the node before it
     */
    public record WallClocks(int spread, boolean apart) {}

    /**
     * Who votes at the start.
     *
     * @param first so many nodes are in the {@code nodes} file; the others wait to be added
     * @param mode whose votes make a lease
     * @param hasLock whether there is a cluster lock
     * @param founded whether the nodes have stored the set before they start
     */
    public record Votes(int first, VoteMode mode, boolean hasLock, boolean founded) {}

    /** Short limits, so that hung scripts and bans end within a short simulation. */
    public static final NodeRules QUICK_RULES =
            new NodeRules(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(4),
                    3,
                    4,
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    true,
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    false);

    /** A calm cluster with default times. */
    public static SimulationSetup of(int nodes, int addresses) {
        return new SimulationSetup(
                1,
                new Shape(nodes, addresses, 1, false),
                false,
                new WallClocks(5, false),
                new Votes(nodes, VoteMode.MAJORITY, false, true),
                LeaseTiming.DEFAULT,
                NodeRules.DEFAULT,
                Clauses.SAFE,
                StageRules.KEPT);
    }

    public SimulationSetup withSeed(long number) {
        return new SimulationSetup(
                number, shape, hostile, walls, votes, timing, rules, clauses, stages);
    }

    public SimulationSetup withClauses(Clauses rule) {
        return new SimulationSetup(seed, shape, hostile, walls, votes, timing, rules, rule, stages);
    }

    public SimulationSetup withStages(StageRules mutant) {
        return new SimulationSetup(
                seed, shape, hostile, walls, votes, timing, rules, clauses, mutant);
    }

    public SimulationSetup withRules(NodeRules numbers) {
        return new SimulationSetup(
                seed, shape, hostile, walls, votes, timing, numbers, clauses, stages);
    }

    public SimulationSetup withWallsApart() {
        return with(shape, hostile, new WallClocks(walls.spread(), true));
    }

    public SimulationSetup withWallSpread(int millis) {
        return with(shape, hostile, new WallClocks(millis, walls.apart()));
    }

    public SimulationSetup withLinks(int count) {
        Shape linked = new Shape(shape.nodes(), shape.addresses(), count, shape.uneven());
        return with(linked, hostile, walls);
    }

    public SimulationSetup asHostile() {
        Shape uneven = new Shape(shape.nodes(), shape.addresses(), shape.links(), true);
        return with(uneven, true, new WallClocks(5000, walls.apart()));
    }

    public SimulationSetup withVotes(Votes who) {
        return new SimulationSetup(
                seed, shape, hostile, walls, who, timing, rules, clauses, stages);
    }

    private SimulationSetup with(Shape what, boolean harsh, WallClocks clocks) {
        return new SimulationSetup(
                seed, what, harsh, clocks, votes, timing, rules, clauses, stages);
    }
}
