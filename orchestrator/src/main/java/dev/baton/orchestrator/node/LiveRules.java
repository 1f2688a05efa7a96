package dev.baton.orchestrator.node;

import dev.baton.config.FailbackNow;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.SharedTunables;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.orchestrator.takeover.StageRules;

import java.util.Optional;

/**
 * What a node works by now: the settings it was born with, what all nodes share, and what operators
 * changed on this one since. Gone with the node's life. Core thread only.
 */
final class LiveRules {

    private NodeTunables tunables;
    private Tunables inForce;
    private NodeRules rules;
    private Planner planner;
    private boolean mayLead;
    private FailbackNow failback;
    private StageRules stages;

    LiveRules(NodeSetup setup) {
        this(setup.tunables(), setup.rules(), setup.planner(), setup.mayLead());
        failback = setup.failback();
        stages = setup.stages();
    }

    LiveRules(Tunables files, NodeRules rules, Planner planner, boolean mayLead) {
        this.tunables = NodeTunables.ofFiles(files);
        this.inForce = files;
        this.rules = rules;
        this.planner = planner;
        this.mayLead = mayLead;
        this.failback = FailbackNow.OPEN;
        this.stages = StageRules.KEPT;
    }

    /** Which addresses may leave a healthy node at this time. */
    FailbackNow failback() {
        return failback;
    }

    void failback(FailbackNow now) {
        failback = now;
    }

    NodeRules now() {
        return rules;
    }

    Planner planner() {
        return planner;
    }

    /** The rules of a run's stages. */
    StageRules stages() {
        return stages;
    }

    /** The values in force. */
    Tunables tunables() {
        return inForce;
    }

    /** Where they come from. */
    NodeTunables sources() {
        return tunables;
    }

    /** Whether an operator lets this node lead. */
    boolean mayLead() {
        return mayLead;
    }

    void mayLead(boolean may) {
        mayLead = may;
    }

    /**
     * Sets a tunable of this node alone; what is empty was done, else why not. Source: CTDB command
     * contract, section 4, {@code setvar}.
     */
    String change(String name, int value) {
        String problem = problem(name, value);
        if (problem.isEmpty()) {
            own(tunables.own().with(name, value));
        }
        return problem;
    }

    /** A tunable that was set on this node alone is so no more. */
    String reset(String name) {
        String problem = problem(name);
        if (problem.isEmpty()) {
            own(tunables.own().without(name));
        }
        return problem;
    }

    private void own(Tunables values) {
        replace(new NodeTunables(tunables.files(), tunables.shared(), values));
    }

    /** Sets a tunable of all nodes, as their leader; what is empty was done, else why not. */
    String share(Work work, Incarnation self, long leading, String name, int value) {
        String problem = problem(name, value);
        if (problem.isEmpty()) {
            giveOut(work, self, leading, tunables.shared().values().with(name, value));
        }
        return problem;
    }

    /** A tunable of all nodes is shared no more. */
    String unshare(Work work, Incarnation self, long leading, String name) {
        String problem = problem(name);
        if (problem.isEmpty()) {
            giveOut(work, self, leading, tunables.shared().values().without(name));
        }
        return problem;
    }

    private void giveOut(Work work, Incarnation self, long leading, Tunables values) {
        if (!values.equals(tunables.shared().values())) {
            adopt(work, tunables.shared().replacedBy(self, leading, values));
        }
    }

    /** Goes by what another node knows, if that is newer. */
    void adopt(Work work, SharedTunables theirs) {
        SharedTunables ours = tunables.shared();
        if (theirs.isNewerThan(ours)) {
            work.fact(
                    new Fact.SharedTunablesChanged(
                            theirs.number().number(),
                            theirs.number().proposer().node(),
                            ours.changesTo(theirs)));
            replace(new NodeTunables(tunables.files(), theirs, tunables.own()));
        }
    }

    private void replace(NodeTunables sources) {
        tunables = sources;
        inForce = sources.inForce();
        rules = rules.with(inForce);
        planner = planner.with(inForce);
    }

    private static String problem(String name) {
        return TunableCatalog.find(name).isEmpty() ? "there is no tunable " + name : "";
    }

    private static String problem(String name, int value) {
        Optional<Tunable> found = TunableCatalog.find(name);
        if (found.isEmpty()) {
            return problem(name);
        }
        Tunable known = found.get();
        return known.allows(value)
                ? ""
                : "expected %s from %d to %d, got %d"
                        .formatted(known.name(), known.min(), known.max(), value);
    }
}
