package dev.baton.agent.callout;

import dev.baton.events.contract.ganeti.Provider;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A node without storage of its own, such as a saved view. */
public final class NoStorage implements StorageAccess {

    private static final String WHY =
            "a saved view has no storage; ask the agent of the node itself";

    private static Refusal refusal() {
        return new Refusal(Refusal.Kind.REFUSED, WHY);
    }

    @Override
    public Plan plan(VolumeRequest request, SortedMap<String, String> parameters) throws Refusal {
        throw refusal();
    }

    @Override
    public Plan planPool(PoolRequest request) throws Refusal {
        throw refusal();
    }

    @Override
    public Optional<PoolEnd> pool(PoolRequest request, Duration patience) throws Refusal {
        throw refusal();
    }

    @Override
    public Accepted submit(VolumeRequest request, SortedMap<String, String> parameters)
            throws Refusal {
        throw refusal();
    }

    @Override
    public OperatorReply part(List<String> words) {
        return new OperatorReply.Refused(WHY);
    }

    @Override
    public OperatorReply vouch(List<String> words) {
        return new OperatorReply.Refused(WHY);
    }

    @Override
    public Optional<JobRecord> await(String job, Duration patience) {
        return Optional.empty();
    }

    @Override
    public JobRecord cancel(String job) throws Refusal {
        throw refusal();
    }

    @Override
    public Cancellation planCancel(String job) throws Refusal {
        throw refusal();
    }

    @Override
    public List<JobRecord> jobs() {
        return List.of();
    }

    @Override
    public List<CallRecord> calls() {
        return List.of();
    }

    @Override
    public Optional<Path> log(CallRecord call) {
        return Optional.empty();
    }

    @Override
    public List<VolumeRecord> volumes() {
        return List.of();
    }

    @Override
    public String seen(VolumeRecord volume) {
        return "nothing";
    }

    @Override
    public Elsewhere elsewhere() {
        return new Elsewhere(new TreeMap<>(), "there is no storage here");
    }

    @Override
    public List<Provider> providers() {
        return List.of();
    }

    @Override
    public Parity parity() {
        return new Parity(new TreeMap<>(), WHY);
    }

    @Override
    public boolean isSecret(String parameter) {
        return true;
    }
}
