package dev.baton.agent;

import dev.baton.config.ClusterSettings;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Allocator;
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

    private static final int RUN_TIMEOUTS = 3;

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
                planner(settings),
                Clauses.SAFE,
                startFlags(settings),
                settings.start().leaderCapable());
    }

    private static Voters voters(ClusterSettings settings) {
        long hash = Long.parseUnsignedLong(settings.digest().substring(0, HASH_DIGITS), 16);
        return new Voters(new TreeSet<>(settings.nodes().addresses().keySet()), hash);
    }

    private static NodeRules rules(ClusterSettings settings) {
        Tunables tunables = settings.tunables();
        return new NodeRules(
                tunables.eventScriptTimeout(),
                tunables.monitorInterval(),
                tunables.monitorTimeoutCount(),
                tunables.ipEventParallelism(),
                tunables.takeoverTimeout().multipliedBy(RUN_TIMEOUTS),
                tunables.recoveryBanPeriod(),
                tunables.recoveryGracePeriod(),
                tunables.enableBans(),
                settings.failover().shutdownFailoverTimeout(),
                settings.failover().disabled());
    }

    private static Planner planner(ClusterSettings settings) {
        Tunables tunables = settings.tunables();
        return new Planner(
                Allocator.of(tunables.get(TunableCatalog.IP_ALLOC_ALGORITHM)),
                AllocationPolicy.DEFAULT
                        .with(tunables.noIpTakeover(), tunables.noIpFailback())
                        .withHomes(settings.homes().homes()));
    }

    private static int startFlags(ClusterSettings settings) {
        return (settings.start().disabled() ? NodeFlag.DISABLED.bit() : 0)
                | (settings.start().stopped() ? NodeFlag.STOPPED.bit() : 0);
    }
}
