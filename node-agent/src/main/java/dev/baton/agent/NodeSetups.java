package dev.baton.agent;

import dev.baton.config.ClusterLock;
import dev.baton.config.ClusterSettings;
import dev.baton.config.VoteOptions;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.node.NodeRules;
import dev.baton.orchestrator.node.NodeSetup;
import dev.baton.orchestrator.node.Voting;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.orchestrator.takeover.StageRules;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** Puts the settings into the words of the core. */
final class NodeSetups {

    private NodeSetups() {}

    static NodeSetup of(ClusterSettings settings, Incarnation self, Optional<Voters> stored) {
        return new NodeSetup(
                self,
                settings.name(),
                voting(settings, stored),
                settings.publicAddresses().list(),
                settings.timing(),
                rules(settings),
                settings.tunables(),
                planner(settings),
                Clauses.SAFE,
                StageRules.KEPT,
                startFlags(settings),
                settings.start().leaderCapable(),
                settings.failover().failback().at(LocalDateTime.now(ZoneId.systemDefault())));
    }

    private static Voting voting(ClusterSettings settings, Optional<Voters> stored) {
        VoteOptions votes = settings.votes();
        VoterSet configured =
                VoterSet.of(
                        settings.nodes(),
                        votes.mode(),
                        settings.clusterLock().map(ClusterLock::text).orElse(""));
        return new Voting(
                stored.orElseGet(() -> Voters.unfounded(configured)),
                configured,
                votes.lockProof(),
                votes.givesBack());
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
