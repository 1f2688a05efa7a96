package dev.baton.events.contract.ganeti;

import dev.baton.config.StorageOptions;
import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Speaks Ganeti's ExtStorage interface with one provider.
 *
 * <p>No exit status is believed: after create and grow the device is measured, after remove the
 * volume is asked for. Source: storage call-outs contract, sections 3.3 to 3.8.
 */
public final class GanetiContract implements Contract<GanetiCall, Attachment> {

    private final Provider provider;
    private final StorageOptions options;

    /** For a provider as it was found just now. */
    public GanetiContract(Provider provider, StorageOptions options) {
        this.provider = provider;
        this.options = options;
    }

    @Override
    public Attachment nothing() {
        return Attachment.NONE;
    }

    /** How long its script may run. */
    public Duration limit(GanetiCall call) {
        return options.limits().of(provider.name(), call.action());
    }

    @Override
    public GanetiCall informed(GanetiCall call, Attachment earlier) {
        return switch (call) {
            case GanetiCall.Detach(Volume volume, var _) when earlier.device().isPresent() ->
                    new GanetiCall.Detach(volume, earlier.device());
            case GanetiCall.Grow(Volume volume, long size, long newSize, var _)
                    when earlier.device().isPresent() ->
                    new GanetiCall.Grow(volume, size, newSize, earlier.device());
            case GanetiCall.Create _,
                    GanetiCall.Attach _,
                    GanetiCall.Detach _,
                    GanetiCall.Remove _,
                    GanetiCall.Grow _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Snapshot _,
                    GanetiCall.Open _,
                    GanetiCall.Close _ ->
                    call;
        };
    }

    @Override
    public Encoded encode(GanetiCall call) {
        Optional<String> wrong = objection(call);
        if (wrong.isPresent()) {
            return new Encoded.Refused(wrong.get());
        }
        if (!provider.scripts().contains(call.script())) {
            return absent(call.script());
        }
        return new Encoded.Ready(
                new Invocation(
                        provider.directory().resolve(call.action()),
                        call instanceof GanetiCall.Verify verify ? verify.checks() : List.of(),
                        environment(call),
                        provider.directory(),
                        Optional.of(options.limits().of(provider.name(), call.action()))));
    }

    private Optional<String> objection(GanetiCall call) {
        if (!provider.isValid()) {
            return Optional.of(
                    "provider %s cannot be used: %s"
                            .formatted(provider.name(), provider.problems().getFirst()));
        }
        Optional<String> wrong = Words.parameters(call.volume().parameters());
        if (wrong.isPresent()) {
            return wrong;
        }
        return switch (call) {
            case GanetiCall.Grow(Volume volume, long size, long newSize, var _)
                    when newSize <= size ->
                    Optional.of(
                            "volume %s has %d MiB already; give a size above that"
                                    .formatted(volume.title(), size));
            case GanetiCall.Snapshot snapshot -> Words.snapshot(snapshot.name());
            case GanetiCall.Create _,
                    GanetiCall.Attach _,
                    GanetiCall.Detach _,
                    GanetiCall.Remove _,
                    GanetiCall.Grow _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Open _,
                    GanetiCall.Close _ ->
                    Optional.empty();
        };
    }

    private Encoded absent(Action action) {
        return action == Action.OPEN || action == Action.CLOSE
                ? new Encoded.Nothing("provider " + provider.name() + " has no " + action.word())
                : new Encoded.Refused(
                        "provider %s has no script %s, so it cannot do that; expected %s"
                                .formatted(
                                        provider.name(),
                                        action.word(),
                                        provider.directory().resolve(action.word())));
    }

    private SortedMap<String, String> environment(GanetiCall call) {
        Volume volume = call.volume();
        SortedMap<String, String> all = new TreeMap<>();
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("HOME", "/root");
        all.put("LANG", "C.UTF-8");
        all.putAll(options.variables().of(provider.name()));
        all.put("LC_ALL", "C");
        all.put("VOL_NAME", volume.name());
        all.put("VOL_UUID", volume.uuid());
        all.put("VOL_CNAME", volume.title());
        all.put("EXTP_PROVIDER", provider.name());
        volume.parameters()
                .forEach((name, value) -> all.put("EXTP_" + name.toUpperCase(Locale.ROOT), value));
        special(call, all);
        return all;
    }

    private static void special(GanetiCall call, SortedMap<String, String> all) {
        switch (call) {
            case GanetiCall.Create create -> all.put("VOL_SIZE", "" + create.size());
            case GanetiCall.Grow grow -> {
                all.put("VOL_SIZE", "" + grow.size());
                all.put("VOL_NEW_SIZE", "" + grow.newSize());
            }
            case GanetiCall.SetInfo info -> all.put("VOL_METADATA", info.metadata());
            case GanetiCall.Snapshot snapshot -> {
                all.put("VOL_SNAPSHOT_NAME", snapshot.name());
                all.put("VOL_SNAPSHOT_SIZE", "" + snapshot.size());
            }
            case GanetiCall.Open open ->
                    all.put("VOL_OPEN_EXCLUSIVE", open.exclusive() ? "True" : "False");
            case GanetiCall.Attach _,
                    GanetiCall.Detach _,
                    GanetiCall.Remove _,
                    GanetiCall.Verify _,
                    GanetiCall.Close _ -> {
                // these are told nothing beside the volume
            }
        }
    }

    @Override
    public Decoded<GanetiCall, Attachment> decode(GanetiCall call, Outcome outcome) {
        return GanetiVerdicts.of(call, outcome);
    }

    @Override
    public Decoded<GanetiCall, Attachment> decode(GanetiCall call, Outcome outcome, Sighting seen) {
        return GanetiVerdicts.of(call, outcome, seen);
    }

    @Override
    public Decoded<GanetiCall, Attachment> decode(
            GanetiCall call, Outcome outcome, Truth<Attachment> told) {
        return GanetiVerdicts.of(call, outcome, told);
    }
}
