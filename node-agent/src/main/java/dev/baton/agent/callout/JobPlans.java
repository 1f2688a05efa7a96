package dev.baton.agent.callout;

import dev.baton.agent.callout.StorageAccess.Plan;
import dev.baton.agent.callout.StorageAccess.Planned;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Pnn;
import dev.baton.config.StorageOptions;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Secrets;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.GanetiContract;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.orchestrator.operation.Step;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The calls a job would make, without making any; secrets are masked. Thread: any. */
final class JobPlans {

    private static final Duration DEFAULT_LIMIT = Duration.ZERO;

    private final Pnn self;
    private final String name;
    private final StorageOptions options;
    private final ProviderDirectories providers;
    private final Secrets secrets;

    JobPlans(ClusterSettings settings, ProviderDirectories providers, Secrets secrets) {
        this.self = settings.pnn();
        this.name = settings.name().toString();
        this.options = settings.storage();
        this.providers = providers;
        this.secrets = secrets;
    }

    /** All calls of what was asked for. */
    Plan of(VolumeRequest request, Requests.Checked checked) {
        List<String> warnings = new ArrayList<>(checked.warnings());
        request.target()
                .map(node -> ofAnother(node, checked.provider().name()))
                .ifPresent(warnings::add);
        return new Plan(calls(checked.contract(), checked.operation().steps()), warnings);
    }

    private static String ofAnother(Pnn node, String provider) {
        return "calls of node %s are shown as this node would make them; compare: baton provider diff %s"
                .formatted(node, provider);
    }

    /** The calls of these steps; a step that cannot be put into words has none. */
    List<Planned> calls(GanetiContract contract, List<Step<GanetiCall>> steps) {
        List<Planned> calls = new ArrayList<>();
        for (Step<GanetiCall> step : steps) {
            if (contract.encode(step.call()) instanceof Encoded.Ready(Invocation invocation)) {
                calls.add(planned(step, invocation));
            }
        }
        return calls;
    }

    private Planned planned(Step<GanetiCall> step, Invocation invocation) {
        return new Planned(
                step.on().equals(self) ? name : "node " + step.on(),
                step.call().action(),
                invocation.program().toString(),
                invocation.arguments(),
                secrets.masked(invocation.environment()),
                invocation.directory().toString(),
                invocation.limit().orElse(DEFAULT_LIMIT),
                step.inverse().stream().map(GanetiCall::action).toList());
    }

    /** A provider that is gone by now is not valid, and its contract says so of every call. */
    GanetiContract contract(JobRecord job) {
        String wanted = job.taken().provider();
        Provider provider =
                providers
                        .find(wanted)
                        .orElseGet(
                                () ->
                                        new Provider(
                                                wanted,
                                                Path.of("/"),
                                                new TreeSet<>(),
                                                List.of(),
                                                List.of(
                                                        "it is not installed here any more; see:"
                                                                + " baton provider list")));
        return new GanetiContract(provider, options);
    }
}
