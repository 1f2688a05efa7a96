package dev.baton.agent.opennebula;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.Refusal;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** For a view that was saved: it has no datastores. */
public final class NoDrivers implements DriverAccess {

    private static Refusal refusal() {
        return new Refusal(
                Refusal.Kind.REFUSED,
                "a saved view has no datastores; ask the agent of the node itself");
    }

    @Override
    public List<Line> datastores() {
        return List.of();
    }

    @Override
    public Optional<Truth<DriverResult>> ask(StoreQuestion question, Duration patience)
            throws Refusal {
        throw refusal();
    }

    @Override
    public DriverPlan plan(StoreQuestion question) throws Refusal {
        throw refusal();
    }

    @Override
    public Orphans orphans(String datastore) throws Refusal {
        throw refusal();
    }

    @Override
    public Written images() {
        return new Written(List.of(), "");
    }

    @Override
    public ImageRecord image(String word) throws Refusal {
        throw refusal();
    }

    @Override
    public long datastore(String word) throws Refusal {
        throw refusal();
    }

    @Override
    public DriverPlan plan(ImageOrder order) throws Refusal {
        throw refusal();
    }

    @Override
    public JobRecord submit(ImageOrder order) throws Refusal {
        throw refusal();
    }

    @Override
    public DriverPlan planUndoing(JobRecord job) throws Refusal {
        throw refusal();
    }

    @Override
    public ImageRecord forget(String image) throws Refusal {
        throw refusal();
    }

    @Override
    public DriverPlan plan(Machine machine, Change change) throws Refusal {
        throw refusal();
    }

    @Override
    public JobRecord submit(Machine machine, Change change) throws Refusal {
        throw refusal();
    }
}
