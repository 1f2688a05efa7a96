package dev.baton.agent;

import dev.baton.config.ClusterSettings;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.lease.Voters;
import dev.baton.orchestrator.node.NodeRules;
import dev.baton.orchestrator.node.NodeSetup;
import dev.baton.orchestrator.takeover.Planner;

import java.util.TreeSet;

/** Puts the settings into the words of the core. */
final class NodeSetups {

    /** The first bits of the digest's 64 hexadecimal digits. */
    private static final int HASH_DIGITS = 16;

    private NodeSetups() {}

    static NodeSetup of(ClusterSettings settings, Incarnation self) {
        return new NodeSetup(
                self,
                settings.name(),
                settings.nodes().count(),
                voters(settings),
                settings.publicAddresses().list(),
                settings.timing(),
                rules(settings),
                settings.tunables(),
                planner(settings),
                Clauses.SAFE,
                startFlags(settings),
                settings.start().leaderCapable());
    }

    private static Voters voters(ClusterSettings settings) {
        long hash = Long.parseUnsignedLong(settings.digest().substring(0, HASH_DIGITS), 16);
        return new Voters(new TreeSet<>(settings.nodes().addresses().keySet()), hash);
    }

    /** The numbers the core works by. */
    static NodeRules rules(ClusterSettings settings) {
        return NodeRules.DEFAULT
                .withFailover(
                        settings.failover().shutdownFailoverTimeout(),
                        settings.failover().shutdownExtraTimeout(),
                        settings.failover().disabled())
                .with(settings.tunables());
    }

    private static Planner planner(ClusterSettings settings) {
        AllocationPolicy policy = AllocationPolicy.DEFAULT.withHomes(settings.homes().homes());
        return new Planner(new Lcp2(), policy).with(settings.tunables());
    }

    private static int startFlags(ClusterSettings settings) {
        return (settings.start().disabled() ? NodeFlag.DISABLED.bit() : 0)
                | (settings.start().stopped() ? NodeFlag.STOPPED.bit() : 0);
    }
}
