package dev.baton.orchestrator.node;

import dev.baton.config.FailbackNow;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.takeover.Planner;

import java.util.Optional;

/**
 * What a node works by now: the settings it was born with, and what operators changed since. Gone
 * with the node's life. Core thread only.
 */
final class LiveRules {

    private Tunables tunables;
    private NodeRules rules;
    private Planner planner;
    private boolean mayLead;
    private FailbackNow failback;

    LiveRules(NodeSetup setup) {
        this(setup.tunables(), setup.rules(), setup.planner(), setup.mayLead());
        failback = setup.failback();
    }

    LiveRules(Tunables tunables, NodeRules rules, Planner planner, boolean mayLead) {
        this.tunables = tunables;
        this.rules = rules;
        this.planner = planner;
        this.mayLead = mayLead;
        this.failback = FailbackNow.OPEN;
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

    Tunables tunables() {
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
     * Sets a tunable; what is empty was done, else why not. Source: CTDB command contract, section
     * 4, {@code setvar}.
     */
    String change(String name, int value) {
        Optional<Tunable> found = TunableCatalog.find(name);
        if (found.isEmpty()) {
            return "there is no tunable " + name;
        }
        Tunable known = found.get();
        if (!known.allows(value)) {
            return "expected %s from %d to %d, got %d"
                    .formatted(known.name(), known.min(), known.max(), value);
        }
        tunables = tunables.with(name, value);
        rules = rules.with(tunables);
        planner = planner.with(tunables);
        return "";
    }
}
