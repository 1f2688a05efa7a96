package dev.baton.events.contract.opennebula;

import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Secrets;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Speaks with one of OpenNebula's storage drivers, in its dialect, on the front-end.
 *
 * <p>Exit 0 is not believed where it is cheap to look: after an image was made or removed, and
 * after a disk was made on a host. Source: storage call-outs contract, sections 4.3 to 4.9.
 */
public final class DriverContract implements Contract<DriverCall, DriverResult> {

    private static final String PATH = "/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin";
    private static final DriverResult NOTHING = new DriverResult.Nothing();

    private final Driver driver;
    private final DriverSettings settings;
    private final DriverVerdicts verdicts;

    /** For a driver as it was found just now. */
    public DriverContract(Driver driver, DriverSettings settings) {
        this.driver = driver;
        this.settings = settings;
        this.verdicts = new DriverVerdicts(driver, settings.frontEnd());
    }

    @Override
    public DriverResult nothing() {
        return NOTHING;
    }

    @Override
    public DriverCall informed(DriverCall call, DriverResult earlier) {
        return call;
    }

    @Override
    public Encoded encode(DriverCall call) {
        return switch (call) {
            case DatastoreCall about -> encode(about);
            case TransferCall move -> encode(move);
            case PresenceCall look -> encode(look);
        };
    }

    private Encoded encode(DatastoreCall call) {
        Optional<String> wrong =
                DriverWords.of(call, driver.dialect())
                        .or(() -> unknown(call.action(), call.script().since()));
        if (wrong.isPresent()) {
            return new Encoded.Refused(wrong.get());
        }
        return described(call.action(), call.image(), call.datastore(), "" + call.id());
    }

    private Encoded encode(TransferCall call) {
        Optional<String> wrong =
                DriverWords.of(call, settings.frontEnd())
                        .or(() -> unknown(call.action(), call.script().since()));
        if (wrong.isPresent()) {
            return new Encoded.Refused(wrong.get());
        }
        if (call instanceof TransferCall.Monitor(Datastore datastore)) {
            return described(call.action(), Optional.empty(), datastore, "" + datastore.id());
        }
        List<String> words = new ArrayList<>(call.words(this::named, this::back));
        if (driver.dialect().tellsMachine()) {
            words.add("" + call.transfer().machine());
            words.add("" + call.transfer().datastore());
        } else if (call instanceof TransferCall.Fetch fetch) {
            fetch.size().ifPresent(size -> words.add("" + size));
        }
        return ready(call.action(), call.transfer().target(), words, Optional.empty());
    }

    /** What may be told of it is the same without the values of secret attributes. */
    private Encoded described(
            String action, Optional<Image> image, Datastore datastore, String id) {
        Secrets secrets = settings.secrets();
        String dump = Dump.word(image, datastore, driver.dialect());
        String shown =
                Dump.text(
                        image.map(each -> each.without(secrets)),
                        datastore.without(secrets),
                        driver.dialect());
        boolean reads = driver.dialect().readsInput();
        Encoded encoded =
                reads
                        ? ready(action, Optional.empty(), List.of(id), Optional.of(dump))
                        : ready(action, Optional.empty(), List.of(dump, id), Optional.empty());
        if (!(encoded instanceof Encoded.Ready(Invocation invocation))) {
            return encoded;
        }
        List<String> hidden = new ArrayList<>(secrets.values(datastore.template()));
        image.ifPresent(each -> hidden.addAll(secrets.values(each.template())));
        return new Encoded.Ready(
                invocation.showing(
                        new Invocation.Shown(
                                reads ? List.of(id) : List.of(shown, id),
                                reads ? Optional.of(shown) : Optional.empty(),
                                hidden)));
    }

    private Optional<String> unknown(String action, Dialect since) {
        return driver.dialect().isFrom(since)
                ? Optional.empty()
                : Optional.of(
                        "driver %s speaks dialect %s, which has no %s; %s brought it"
                                .formatted(
                                        driver.name(),
                                        driver.dialect().word(),
                                        action,
                                        since.word()));
    }

    private Encoded ready(
            String action, Optional<String> target, List<String> words, Optional<String> input) {
        Optional<Path> script = driver.script(action, target);
        if (script.isEmpty()) {
            return new Encoded.Refused(
                    "driver %s has no script %s, so it cannot do that; expected %s"
                            .formatted(driver.name(), action, driver.directory().resolve(action)));
        }
        return ready(
                new Invocation(
                        script.get(),
                        words,
                        environment(),
                        Path.of("/"),
                        Optional.of(settings.limit(driver.name(), action)),
                        input));
    }

    private Encoded ready(Invocation invocation) {
        return new Encoded.Ready(settings.user().map(invocation::as).orElse(invocation));
    }

    private SortedMap<String, String> environment() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("PATH", PATH);
        all.put("HOME", settings.layout().home().toString());
        all.put("LANG", "C.UTF-8");
        all.putAll(settings.variables().of(driver.name()));
        settings.layout().oneLocation().ifPresent(root -> all.put("ONE_LOCATION", root.toString()));
        return all;
    }

    /** A source that names its host, or is no path, is the driver's own business. */
    private String named(String source) {
        return source.contains(":") ? source : settings.frontEnd() + ":" + source;
    }

    /** The first published document has the plain source where a disk goes back. */
    private String back(String source) {
        return driver.dialect().tellsMachine() ? named(source) : source;
    }

    /** The path was judged: no character of it means anything to a shell. */
    private Encoded encode(PresenceCall look) {
        Optional<String> wrong = DriverWords.place(look.place());
        if (wrong.isPresent()) {
            return new Encoded.Refused(wrong.get());
        }
        String path = "'" + look.place().path() + "'";
        return ready(
                new Invocation(
                        settings.ssh(),
                        List.of(
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "ConnectTimeout=10",
                                "--",
                                look.place().host(),
                                "test -e " + path + " || test -L " + path),
                        environment(),
                        Path.of("/"),
                        Optional.of(DriverSettings.LOOK),
                        Optional.empty()));
    }

    @Override
    public Decoded<DriverCall, DriverResult> decode(DriverCall call, Outcome outcome) {
        return verdicts.of(call, outcome);
    }

    @Override
    public Decoded<DriverCall, DriverResult> decode(
            DriverCall call, Outcome outcome, Sighting seen) {
        return verdicts.answered(call, outcome, !(seen instanceof Sighting.Missing));
    }

    @Override
    public Decoded<DriverCall, DriverResult> decode(
            DriverCall call, Outcome outcome, Truth<DriverResult> told) {
        return verdicts.of(call, outcome, told);
    }
}
