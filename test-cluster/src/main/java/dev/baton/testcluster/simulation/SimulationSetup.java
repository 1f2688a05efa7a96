package dev.baton.testcluster.simulation;

import dev.baton.config.LeaseTiming;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeRules;

import java.time.Duration;

/**
 * What a simulated cluster is made of.
 *
 * @param seed of everything random in it
 * @param nodes how many nodes; all vote
 * @param addresses how many public addresses
 * @param uneven whether the last address is configured on node 0 and 1 only
 * @param hostile whether clocks run apart as far as rho allows, kernels are as late as they may and
 *     messages are lost, doubled and overtaken; else the network takes a tenth of a millisecond
 * @param links how many interfaces each node has for every address
 * @param wallSpread how many milliseconds wall clocks may differ by chance
 * @param wallsApart whether each wall clock is an hour behind that of the node before it
 * @param clauses the safety rule, or a mutant of it
 */
public record SimulationSetup(
        long seed,
        int nodes,
        int addresses,
        boolean uneven,
        boolean hostile,
        int links,
        int wallSpread,
        boolean wallsApart,
        LeaseTiming timing,
        NodeRules rules,
        Clauses clauses) {

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
                    false);

    /** A calm cluster with default times. */
    public static SimulationSetup of(int nodes, int addresses) {
        return new SimulationSetup(
                1,
                nodes,
                addresses,
                false,
                false,
                1,
                5,
                false,
                LeaseTiming.DEFAULT,
                NodeRules.DEFAULT,
                Clauses.SAFE);
    }

    public SimulationSetup withSeed(long number) {
        return new SimulationSetup(
                number,
                nodes,
                addresses,
                uneven,
                hostile,
                links,
                wallSpread,
                wallsApart,
                timing,
                rules,
                clauses);
    }

    public SimulationSetup withClauses(Clauses rule) {
        return new SimulationSetup(
                seed,
                nodes,
                addresses,
                uneven,
                hostile,
                links,
                wallSpread,
                wallsApart,
                timing,
                rules,
                rule);
    }

    public SimulationSetup withRules(NodeRules numbers) {
        return new SimulationSetup(
                seed,
                nodes,
                addresses,
                uneven,
                hostile,
                links,
                wallSpread,
                wallsApart,
                timing,
                numbers,
                clauses);
    }

    public SimulationSetup withWallsApart() {
        return new SimulationSetup(
                seed,
                nodes,
                addresses,
                uneven,
                hostile,
                links,
                wallSpread,
                true,
                timing,
                rules,
                clauses);
    }

    public SimulationSetup asHostile() {
        return new SimulationSetup(
                seed,
                nodes,
                addresses,
                true,
                true,
                links,
                5000,
                wallsApart,
                timing,
                rules,
                clauses);
    }

    public SimulationSetup withLinks(int count) {
        return new SimulationSetup(
                seed,
                nodes,
                addresses,
                uneven,
                hostile,
                count,
                wallSpread,
                wallsApart,
                timing,
                rules,
                clauses);
    }

    public SimulationSetup withWallSpread(int millis) {
        return new SimulationSetup(
                seed,
                nodes,
                addresses,
                uneven,
                hostile,
                links,
                millis,
                wallsApart,
                timing,
                rules,
                clauses);
    }
}
