package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;
import dev.baton.config.ClusterSettings;
import dev.baton.config.DatastoreOptions;
import dev.baton.config.DriverOptions;
import dev.baton.events.callout.Account;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Secrets;
import dev.baton.events.contract.opennebula.Datastore;
import dev.baton.events.contract.opennebula.Driver;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverLayout;
import dev.baton.events.contract.opennebula.DriverSettings;
import dev.baton.events.contract.opennebula.DriversContract;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.events.process.ScriptTrust;
import dev.baton.orchestrator.lifecycle.PlannedCall;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.Step;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * This node as a front-end: its datastores, its drivers, and how they are called. Nothing is kept:
 * each is looked up when it is asked for. Thread: any.
 */
final class FrontEnd {

    private final ClusterSettings settings;
    private final DriverOptions options;
    private final DriverLayout layout;
    private final DriverDirectories directories;
    private final Secrets secrets;

    FrontEnd(ClusterSettings settings, ScriptTrust trust, Secrets secrets) {
        this.settings = settings;
        this.options = settings.storage().drivers();
        this.layout = new DriverLayout(options.oneLocation());
        this.directories = new DriverDirectories(layout, options, trust);
        this.secrets = secrets;
    }

    /** The name by which hosts reach it. */
    String name() {
        return options.hostName().orElse(settings.name().toString());
    }

    List<DatastoreOptions> datastores() {
        return List.copyOf(options.datastores().values());
    }

    /** By its number or its name. */
    DatastoreOptions datastore(String word) throws Refusal {
        List<DatastoreOptions> fitting =
                datastores().stream()
                        .filter(
                                each ->
                                        Long.toString(each.id()).equals(word)
                                                || each.name().equals(word))
                        .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        String shown = word.replaceAll("\\p{Cntrl}", "?");
        throw fitting.isEmpty()
                ? new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "the settings have no datastore \"%s\"; see: baton datastore list"
                                .formatted(shown))
                : new Refusal(
                        Refusal.Kind.USAGE,
                        "several datastores are called %s; name it by its id".formatted(shown));
    }

    Optional<Path> directory(DatastoreOptions datastore) {
        return datastore.directory(layout.datastore(datastore.id()));
    }

    /** As its driver is told of it. */
    Datastore described(DatastoreOptions known, List<Long> images) {
        Datastore plain =
                Datastore.of(
                        known.id(),
                        known.name(),
                        known.driver(),
                        known.transfer(),
                        directory(known).map(Path::toString).orElse(""));
        return new Datastore(
                plain.id(),
                plain.name(),
                plain.driver(),
                plain.transfer(),
                plain.path(),
                plain.others(),
                images,
                known.attributes());
    }

    /** Refuses where this node may not be the front-end. */
    void checkMayServe(long datastore) throws Refusal {
        if (!mayServe(datastore)) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "the front-end of datastore %d may be on %s only; ask there"
                            .formatted(datastore, String.join(", ", nodes(datastore))));
        }
    }

    boolean mayServe(long datastore) {
        List<String> nodes = nodes(datastore);
        return nodes.isEmpty()
                || nodes.contains(settings.name().toString())
                || nodes.contains(settings.pnn().toString());
    }

    /** The nodes that may be its front-end, as the settings name them; empty for all. */
    List<String> nodes(long datastore) {
        return Optional.ofNullable(options.datastores().get(datastore))
                .map(DatastoreOptions::nodes)
                .orElseGet(List::of);
    }

    /** Why a driver of a datastore cannot be used on this node at all; empty when all can. */
    Optional<String> unusable(long datastore) {
        return Optional.ofNullable(options.datastores().get(datastore)).stream()
                .flatMap(known -> drivers(known).stream())
                .filter(driver -> driver.actions().isEmpty())
                .map(
                        driver ->
                                driver.problems().stream()
                                        .findFirst()
                                        .orElse("driver " + driver.word() + " has no actions"))
                .findFirst();
    }

    /** How many jobs of a datastore run at the same time. */
    int atOnce(long datastore) {
        return Optional.ofNullable(options.datastores().get(datastore))
                .map(DatastoreOptions::callsAtOnce)
                .orElse(1);
    }

    /** The drivers of a datastore as they are now; without their user none can be used. */
    List<FoundDriver> drivers(DatastoreOptions datastore) {
        Optional<Account> user = Optional.empty();
        List<String> problems = new ArrayList<>();
        try {
            user = Accounts.of(options.user());
        } catch (Refusal nobody) {
            problems.add(nobody.sentence());
        }
        List<FoundDriver> all = new ArrayList<>();
        if (!datastore.ofMachines()) {
            all.add(directories.look(DriverKind.DATASTORE, datastore.driver(), user));
        }
        all.add(directories.look(DriverKind.TRANSFER, datastore.transfer(), user));
        return problems.isEmpty()
                ? all
                : all.stream().map(driver -> driver.withoutUse(problems)).toList();
    }

    /** What speaks with the drivers of these calls. */
    DriversContract contract(Operation<DriverCall> operation) throws Refusal {
        Optional<Account> user = Accounts.of(options.user());
        DriverSettings usual =
                new DriverSettings(
                        layout,
                        name(),
                        options.limits(),
                        options.variables(),
                        options.ssh(),
                        user,
                        secrets);
        TreeSet<String> words = new TreeSet<>();
        for (Step<DriverCall> step : operation.steps()) {
            words.add(step.call().provider());
            step.inverse().forEach(call -> words.add(call.provider()));
        }
        List<Driver> found = new ArrayList<>();
        for (String word : words) {
            found.add(usable(word, user));
        }
        return new DriversContract(found, usual);
    }

    private Driver usable(String word, Optional<Account> user) throws Refusal {
        String prefix = DriverKind.TRANSFER.word() + "/";
        boolean transfers = word.startsWith(prefix);
        DriverKind kind = transfers ? DriverKind.TRANSFER : DriverKind.DATASTORE;
        String name = word.substring(word.indexOf('/') + 1);
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")) {
            throw new Refusal(
                    Refusal.Kind.USAGE,
                    "a driver is named by at most 64 letters, digits, '.', '_' and '-', got \"%s\""
                            .formatted(name.replaceAll("\\p{Cntrl}", "?")));
        }
        return directories.usable(kind, name, user);
    }

    /** What would be called; refuses where a call would be refused. */
    DriverPlan plan(String what, Operation<DriverCall> operation) throws Refusal {
        DriversContract contract = contract(operation);
        List<DriverPlan.Call> calls = new ArrayList<>();
        for (Step<DriverCall> step : operation.steps()) {
            switch (contract.encode(step.call())) {
                case Encoded.Refused(String why) -> throw new Refusal(Refusal.Kind.REFUSED, why);
                case Encoded.Nothing _ -> {
                    // nothing is called for it
                }
                case Encoded.Ready(Invocation invocation) -> calls.add(planned(step, invocation));
            }
        }
        return new DriverPlan(what, calls);
    }

    private DriverPlan.Call planned(Step<DriverCall> step, Invocation invocation) {
        return new DriverPlan.Call(
                settings.name().toString(),
                step.call().provider(),
                step.call().action(),
                invocation.program().toString(),
                invocation.shown().arguments(),
                secrets.masked(invocation.environment()),
                options.user(),
                invocation.shown().input(),
                invocation.limit().orElse(Duration.ZERO).toMillis(),
                step.inverse().stream().map(FrontEnd::line).toList());
    }

    private static String line(DriverCall call) {
        return call instanceof TransferCall transfer
                ? PlannedCall.line(transfer)
                : call.provider() + " " + call.action();
    }
}
