package dev.baton.events.contract.ganeti;

import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import java.util.List;
import java.util.Optional;

/**
 * What the outcome of a provider's script means, and what has to be seen before that is known.
 *
 * <p>Source: storage call-outs contract, sections 3.4 to 3.6 and 3.8.
 */
final class GanetiVerdicts {

    private static final int BITS_OF_A_MIB = 20;

    private GanetiVerdicts() {}

    static Decoded<GanetiCall, Attachment> of(GanetiCall call, Outcome outcome) {
        if (outcome.leavesUnknown()) {
            return unknown(call, outcome);
        }
        return outcome instanceof Outcome.Ok(var printed)
                ? believed(call, printed.out())
                : notDone(call, outcome.sentence());
    }

    /** What exited with 0 is asked about where there is something to see. */
    private static Decoded<GanetiCall, Attachment> believed(GanetiCall call, String out) {
        return switch (call) {
            case GanetiCall.Attach _ -> attached(call, out);
            case GanetiCall.Create create -> ask(new GanetiCall.Attach(create.volume()), "made?");
            case GanetiCall.Remove gone -> ask(new GanetiCall.Attach(gone.volume()), "gone?");
            case GanetiCall.Grow grow -> measured(grow);
            case GanetiCall.Snapshot taken -> ask(ofSnapshot(taken), "taken?");
            case GanetiCall.Detach(Volume _, Optional<String> device) when device.isPresent() ->
                    new Decoded.Look<>(device.get(), "gone?");
            case GanetiCall.Detach _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Open _,
                    GanetiCall.Close _ ->
                    done(Attachment.NONE);
        };
    }

    /** A snapshot is a volume by its own name. */
    private static GanetiCall ofSnapshot(GanetiCall.Snapshot taken) {
        return new GanetiCall.Attach(taken.volume().snapshot(taken.name()));
    }

    private static Decoded<GanetiCall, Attachment> measured(GanetiCall.Grow grow) {
        return grow.device().isPresent()
                ? new Decoded.Look<>(grow.device().get(), "larger?")
                : ask(new GanetiCall.Attach(grow.volume()), "larger?");
    }

    private static Decoded<GanetiCall, Attachment> attached(GanetiCall call, String out) {
        Optional<Attachment> printed = Attachment.read(out);
        if (printed.isEmpty()) {
            return notDone(
                    call,
                    "exited with 0 and printed neither a device nor an address, expected a device"
                            + " in the first line");
        }
        Optional<String> device = printed.get().device();
        if (device.isEmpty()) {
            return done(printed.get());
        }
        return device.get().startsWith("/")
                ? new Decoded.Look<>(device.get(), "a device?")
                : notDone(call, "printed \"" + device.get() + "\", expected an absolute path");
    }

    /**
     * Asks what became of a call nobody saw the end of. What is idempotent is repeated, what is not
     * is looked for.
     */
    private static Decoded<GanetiCall, Attachment> unknown(GanetiCall call, Outcome outcome) {
        String why = sentence(call, outcome.sentence());
        return switch (call) {
            case GanetiCall.Create create -> ask(new GanetiCall.Attach(create.volume()), why);
            case GanetiCall.Grow grow -> ask(new GanetiCall.Attach(grow.volume()), why);
            case GanetiCall.Remove remove -> ask(new GanetiCall.Attach(remove.volume()), why);
            case GanetiCall.Snapshot taken -> ask(ofSnapshot(taken), why);
            case GanetiCall.Attach _,
                    GanetiCall.Detach _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Open _,
                    GanetiCall.Close _ ->
                    ask(call, why);
        };
    }

    static Decoded<GanetiCall, Attachment> of(GanetiCall call, Outcome outcome, Sighting seen) {
        return switch (call) {
            case GanetiCall.Attach _ -> seenAttached(call, outcome, seen);
            case GanetiCall.Grow grow -> grown(grow, outcome, bytes(seen), true);
            case GanetiCall.Detach _ -> detached(call, seen);
            case GanetiCall.Create _,
                    GanetiCall.Remove _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Snapshot _,
                    GanetiCall.Open _,
                    GanetiCall.Close _ ->
                    throw new IllegalStateException(call.action() + " looks at no path");
        };
    }

    private static Decoded<GanetiCall, Attachment> seenAttached(
            GanetiCall call, Outcome outcome, Sighting seen) {
        Attachment printed = Attachment.read(outcome.printed().out()).orElse(Attachment.NONE);
        return seen instanceof Sighting.Device(long bytes) && bytes > 0
                ? done(printed.ofSize(bytes))
                : notDone(
                        call,
                        "exited with 0 and printed %s, but there is %s"
                                .formatted(printed.device().orElse(""), seen.words()));
    }

    /** A device that stays is only warned of: it may be somebody else's by now. */
    private static Decoded<GanetiCall, Attachment> detached(GanetiCall call, Sighting seen) {
        return bytes(seen) == 0
                ? done(Attachment.NONE)
                : new Decoded.Settled<>(
                        new Truth.Done<>(
                                Attachment.NONE,
                                List.of(
                                        sentence(
                                                call,
                                                "exited with 0, but its device is still "
                                                        + seen.words()))));
    }

    private static long bytes(Sighting seen) {
        return seen instanceof Sighting.Device(long bytes) ? bytes : 0;
    }

    /** A device that did not grow may only have to be attached anew. */
    private static Decoded<GanetiCall, Attachment> grown(
            GanetiCall.Grow grow, Outcome outcome, long bytes, boolean mayAsk) {
        if (bytes >= grow.newSize() << BITS_OF_A_MIB) {
            return done(Attachment.NONE);
        }
        return mayAsk
                ? ask(new GanetiCall.Attach(grow.volume()), "larger?")
                : notDone(
                        grow,
                        "%s, but the device has %d of %d MiB"
                                .formatted(brief(outcome), bytes >> BITS_OF_A_MIB, grow.newSize()));
    }

    static Decoded<GanetiCall, Attachment> of(
            GanetiCall call, Outcome outcome, Truth<Attachment> told) {
        return switch (told) {
            case Truth.Unknown<Attachment>(String why) ->
                    new Decoded.Settled<>(
                            new Truth.Unknown<>(
                                    sentence(call, outcome.sentence()) + "; then " + why));
            case Truth.Done<Attachment>(Attachment found, var _) -> found(call, outcome, found);
            case Truth.NotDone<Attachment>(String why) -> missed(call, outcome, why);
        };
    }

    /** The probe found the volume, or the repeated call succeeded. */
    private static Decoded<GanetiCall, Attachment> found(
            GanetiCall call, Outcome outcome, Attachment found) {
        return switch (call) {
            case GanetiCall.Create create -> created(create, outcome, found);
            case GanetiCall.Grow _ when found.device().isEmpty() ->
                    unmeasured(call, outcome, found);
            case GanetiCall.Grow grow -> grown(grow, outcome, found.bytes(), false);
            case GanetiCall.Remove _ ->
                    notDone(call, brief(outcome) + ", but the volume can still be attached");
            case GanetiCall.Attach _,
                    GanetiCall.Detach _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Snapshot _,
                    GanetiCall.Open _,
                    GanetiCall.Close _ ->
                    done(found);
        };
    }

    /** Without a device there is only the script's word, and one that was cut off gave none. */
    private static Decoded<GanetiCall, Attachment> unmeasured(
            GanetiCall call, Outcome outcome, Attachment found) {
        return outcome instanceof Outcome.Ok
                ? done(found)
                : new Decoded.Settled<>(
                        new Truth.Unknown<>(
                                sentence(
                                        call,
                                        outcome.sentence()
                                                + ", and without a device its size cannot be"
                                                + " seen")));
    }

    private static Decoded<GanetiCall, Attachment> created(
            GanetiCall.Create create, Outcome outcome, Attachment found) {
        boolean measurable = found.device().isPresent();
        return !measurable || found.bytes() >= create.size() << BITS_OF_A_MIB
                ? done(found)
                : notDone(
                        create,
                        "%s, but the device has %d of %d MiB"
                                .formatted(
                                        brief(outcome),
                                        found.bytes() >> BITS_OF_A_MIB,
                                        create.size()));
    }

    /** The probe found nothing, or the repeated call failed. */
    private static Decoded<GanetiCall, Attachment> missed(
            GanetiCall call, Outcome outcome, String why) {
        return call instanceof GanetiCall.Remove
                ? done(Attachment.NONE)
                : notDone(call, brief(outcome) + ", but " + why);
    }

    private static String brief(Outcome outcome) {
        return outcome instanceof Outcome.Ok ? "exited with 0" : outcome.sentence();
    }

    private static Decoded<GanetiCall, Attachment> ask(GanetiCall probe, String why) {
        return new Decoded.Ask<>(probe, why);
    }

    private static Decoded<GanetiCall, Attachment> done(Attachment result) {
        return new Decoded.Settled<>(new Truth.Done<>(result));
    }

    private static Decoded<GanetiCall, Attachment> notDone(GanetiCall call, String what) {
        return new Decoded.Settled<>(new Truth.NotDone<>(sentence(call, what)));
    }

    private static String sentence(GanetiCall call, String what) {
        return "%s of provider %s %s".formatted(call.action(), call.provider(), what);
    }
}
