package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.config.StorageOptions;
import dev.baton.events.callout.Encoded;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.GanetiContract;
import dev.baton.events.contract.ganeti.Parameter;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.contract.ganeti.Words;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.Step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** Judges a request as far as it can be judged before anything runs. */
record Requests(VolumeBook book, ProviderDirectories providers, StorageOptions options) {

    private static final int MOST_VOLUMES = 64;
    private static final int LONGEST_TEXT = 4096;

    /**
     * A request that may begin.
     *
     * @param fresh the volumes it adds
     * @param warnings about parameters the provider does not list
     */
    record Checked(
            Provider provider,
            GanetiContract contract,
            Operation<GanetiCall> operation,
            List<VolumeRecord> fresh,
            List<String> warnings) {}

    Checked check(VolumeRequest request, SortedMap<String, String> parameters) throws Refusal {
        checkWords(request);
        refuseIf(Words.parameters(parameters));
        String name =
                request instanceof VolumeRequest.Create create
                        ? create.provider()
                        : book.known(request.about().getFirst()).volume().provider();
        Provider provider = provider(name);
        checkStates(request);
        List<String> warnings = unlisted(provider, parameters);
        List<VolumeRecord> fresh = book.fresh(request, parameters);
        Operation<GanetiCall> operation = book.operation(request, fresh);
        GanetiContract contract = new GanetiContract(provider, options);
        for (Step<GanetiCall> step : operation.steps()) {
            if (contract.encode(step.call()) instanceof Encoded.Refused(String why)) {
                throw new Refusal(Refusal.Kind.REFUSED, why);
            }
        }
        return new Checked(provider, contract, operation, fresh, warnings);
    }

    private void checkWords(VolumeRequest request) throws Refusal {
        for (String title : request.about()) {
            refuseIf(Words.title(title));
        }
        switch (request) {
            case VolumeRequest.Create create -> {
                refuseIf(Words.provider(create.provider()));
                checkNew(create.volumes());
            }
            case VolumeRequest.Snapshot snapshot -> {
                refuseIf(Words.title(snapshot.name()));
                checkNew(List.of(snapshot.name()));
            }
            case VolumeRequest.SetInfo info -> checkText(info.text());
            case VolumeRequest.Verify verify -> checkText(String.join("", verify.checks()));
            case VolumeRequest.Driven _,
                    VolumeRequest.Round _,
                    VolumeRequest.RemoveSnapshot _,
                    VolumeRequest.Attach _,
                    VolumeRequest.Detach _,
                    VolumeRequest.Grow _,
                    VolumeRequest.Remove _,
                    VolumeRequest.Migrate _,
                    VolumeRequest.Failover _,
                    VolumeRequest.Adopt _,
                    VolumeRequest.Forget _,
                    VolumeRequest.Part _ -> {
                // nothing but names
            }
        }
    }

    private static void checkText(String text) throws Refusal {
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw new Refusal(
                    Refusal.Kind.USAGE,
                    "a text has at most " + LONGEST_TEXT + " characters and no NUL; shorten it");
        }
    }

    private void checkNew(List<String> titles) throws Refusal {
        if (titles.isEmpty() || titles.size() > MOST_VOLUMES) {
            throw new Refusal(
                    Refusal.Kind.USAGE,
                    "expected 1 to %d volumes, got %d".formatted(MOST_VOLUMES, titles.size()));
        }
        if (new TreeSet<>(titles).size() < titles.size()) {
            throw new Refusal(Refusal.Kind.USAGE, "a volume is named twice; name each once");
        }
        for (String title : titles) {
            if (book.has(title)) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "volume %s exists already; see: baton volume info %s"
                                .formatted(title, title));
            }
        }
    }

    private void checkStates(VolumeRequest request) throws Refusal {
        if (request instanceof VolumeRequest.Part || request instanceof VolumeRequest.Create) {
            return;
        }
        for (String title : request.about()) {
            checkWhose(request, book.known(title));
        }
        if (request instanceof VolumeRequest.Migrate(String title, Pnn _)
                && book.known(title).attached().isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "volume %s is not attached here, so that nobody can use it; take it over with:"
                                    .formatted(title)
                            + " baton volume failover");
        }
        boolean mayBeBroken =
                request instanceof VolumeRequest.Remove
                        || request instanceof VolumeRequest.Attach
                        || request instanceof VolumeRequest.Failover
                        || request instanceof VolumeRequest.Detach
                        || request instanceof VolumeRequest.Forget;
        if (mayBeBroken) {
            return;
        }
        for (String title : request.about()) {
            if (book.known(title).state() == VolumeState.BROKEN) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "volume %s is broken; remove it: baton volume remove %s --force"
                                .formatted(title, title));
            }
        }
    }

    private static void checkWhose(VolumeRequest request, VolumeRecord volume) throws Refusal {
        String title = volume.volume().title();
        boolean isArriving = volume.state() == VolumeState.ARRIVING;
        if (request instanceof VolumeRequest.Adopt && !isArriving) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "volume %s is this node's already, no other hands it over; see:"
                                    .formatted(title)
                            + " baton volume info "
                            + title);
        }
        if (isArriving && !(request instanceof VolumeRequest.Adopt)) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    ("another node is handing volume %s over; its job settles that, see there:"
                         + " baton job list --open. If that node never returns: baton volume adopt"
                         + " %s")
                            .formatted(title, title));
        }
        if (request instanceof VolumeRequest.Forget && volume.attached().isPresent()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "volume %s is attached here; detach it first: baton volume detach %s"
                            .formatted(title, title));
        }
    }

    private Provider provider(String name) throws Refusal {
        Optional<Provider> found = providers.find(name);
        if (found.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "there is no provider %s in %s; see: baton provider list"
                            .formatted(name, providers.path()));
        }
        if (!found.get().isValid()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "provider %s cannot be used: %s. See: baton provider diagnose %s"
                            .formatted(name, found.get().problems().getFirst(), name));
        }
        return found.get();
    }

    private List<String> unlisted(Provider provider, SortedMap<String, String> parameters)
            throws Refusal {
        List<String> sentences = new ArrayList<>();
        for (String name : Parameter.unknown(provider.parameters(), parameters.keySet())) {
            sentences.add(
                    "provider %s does not list parameter %s in its parameters.list"
                            .formatted(provider.name(), name));
        }
        if (options.strictParameters() && !sentences.isEmpty()) {
            throw new Refusal(Refusal.Kind.REFUSED, sentences.getFirst() + "; leave it out");
        }
        return sentences;
    }

    private static void refuseIf(Optional<String> wrong) throws Refusal {
        if (wrong.isPresent()) {
            throw new Refusal(Refusal.Kind.USAGE, wrong.get());
        }
    }
}
