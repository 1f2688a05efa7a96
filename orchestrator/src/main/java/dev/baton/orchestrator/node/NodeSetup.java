package dev.baton.orchestrator.node;

import dev.baton.config.FailbackNow;
import dev.baton.config.LeaseTiming;
import dev.baton.config.NodeName;
import dev.baton.config.PublicAddress;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.lease.Clauses;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.orchestrator.takeover.StageRules;

import java.util.List;

/**
 * All a node machine is born with.
 *
 * @param voting who votes
 * @param tunables what operators see and change; rules and planner follow from them
 * @param clauses the safety rule, whole but in simulations
 * @param stages the rules of a run's stages, whole but in simulations
 * @param startFlags flags set by configuration: start as disabled, start as stopped
 * @param mayLead the leader capability
 * @param failback which addresses may leave a healthy node at first
 */
public record NodeSetup(
        Incarnation self,
        NodeName name,
        Voting voting,
        List<PublicAddress> addresses,
        LeaseTiming timing,
        NodeRules rules,
        Tunables tunables,
        Planner planner,
        Clauses clauses,
        StageRules stages,
        int startFlags,
        boolean mayLead,
        FailbackNow failback) {
    public NodeSetup {
        addresses = List.copyOf(addresses);
    }
}
