package dev.baton.events.contract.opennebula;

import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the outcome of a driver's script means, and where one has to look before that is known.
 *
 * <p>Source: storage call-outs contract, sections 4.3 to 4.6 and 4.8.
 */
final class DriverVerdicts {

    private static final int NOT_THERE = 1;
    private static final DriverResult NOTHING = new DriverResult.Nothing();

    private final Dialect dialect;
    private final boolean tied;
    private final String frontEnd;

    DriverVerdicts(Driver driver, String frontEnd) {
        this.dialect = driver.dialect();
        this.tied = driver.tied();
        this.frontEnd = frontEnd;
    }

    Decoded<DriverCall, DriverResult> of(DriverCall call, Outcome outcome) {
        if (call instanceof PresenceCall look) {
            return present(look, outcome);
        }
        if (outcome.leavesUnknown()) {
            return cutOff(call, outcome);
        }
        return outcome instanceof Outcome.Ok ? believed(call, outcome) : notDone(call, outcome);
    }

    /** Status 1 is what {@code test} says; any other is ssh's, and proves nothing. */
    private static Decoded<DriverCall, DriverResult> present(PresenceCall look, Outcome outcome) {
        boolean there = outcome instanceof Outcome.Ok;
        boolean missing = outcome instanceof Outcome.Failed(int code, var _) && code == NOT_THERE;
        return there || missing
                ? settled(new Truth.Done<>(new DriverResult.Presence(there)))
                : unknown(look, outcome, "; look at " + look.place());
    }

    private Decoded<DriverCall, DriverResult> believed(DriverCall call, Outcome outcome) {
        return switch (call) {
            case DatastoreCall about -> answered(about, outcome);
            case TransferCall.Monitor _ ->
                    read(call, outcome, DriverAnswers.room(outcome.printed().out()));
            case TransferCall.MakeImage made -> ask(made, made.to(), "made?");
            case TransferCall.MakeSwap made -> ask(made, made.to(), "made?");
            case TransferCall.Delete gone when !DriverWords.isDisk(gone.place()) ->
                    ask(gone, gone.place(), "gone?");
            case TransferCall.Fetch _,
                    TransferCall.Save _,
                    TransferCall.SaveCopy _,
                    TransferCall.Move _,
                    TransferCall.Context _,
                    TransferCall.Delete _,
                    TransferCall.Migration _,
                    TransferCall.Snapshot _,
                    TransferCall.Resize _ ->
                    done(call, outcome, NOTHING);
            case PresenceCall _ -> throw new IllegalStateException("decoded before: " + call);
        };
    }

    /** An image that is a file is looked for; one that is not only its driver can find. */
    private Decoded<DriverCall, DriverResult> answered(DatastoreCall call, Outcome outcome) {
        var answer = DriverAnswers.read(call.script(), dialect, outcome.printed().out());
        boolean reserved = call.image().filter(Image::isReserved).isPresent();
        if (answer instanceof DriverAnswers.Answer.Read(var result)
                && result instanceof DriverResult.Stored(String source, var _, var _)
                && source.startsWith("/")
                && !(call.script() == DatastoreAction.MKFS && reserved)) {
            return new Decoded.Look<>(source, "made?");
        }
        String removed = call.text(ImageText.SOURCE);
        if (call.script() == DatastoreAction.RM && removed.startsWith("/")) {
            return new Decoded.Look<>(removed, "gone?");
        }
        return read(call, outcome, answer);
    }

    private Decoded<DriverCall, DriverResult> read(
            DriverCall call, Outcome outcome, DriverAnswers.Answer answer) {
        return switch (answer) {
            case DriverAnswers.Answer.Read(DriverResult result) -> done(call, outcome, result);
            case DriverAnswers.Answer.Unreadable(String why) ->
                    settled(
                            new Truth.NotDone<>(
                                    sentence(call, "exited with 0 and " + why) + blocked(outcome)));
        };
    }

    private static String blocked(Outcome outcome) {
        return DriverSpeech.block(outcome.printed().err()).map(text -> ": " + text).orElse("");
    }

    /** Nobody saw the end: what only asks is repeated, what leaves a trace is looked for. */
    private Decoded<DriverCall, DriverResult> cutOff(DriverCall call, Outcome outcome) {
        return switch (call) {
            case DatastoreCall about -> cutOff(about, outcome);
            case TransferCall.Monitor again -> new Decoded.Ask<>(again, "again");
            case TransferCall.Fetch begun -> ask(begun, begun.to(), "begun?");
            case TransferCall.Context begun -> ask(begun, begun.to(), "begun?");
            case TransferCall.MakeImage begun -> ask(begun, begun.to(), "begun?");
            case TransferCall.MakeSwap begun -> ask(begun, begun.to(), "begun?");
            case TransferCall.Delete gone -> ask(gone, gone.place(), "gone?");
            case TransferCall.Move move ->
                    unknown(
                            move,
                            outcome,
                            "; look at %s and %s before it is moved again"
                                    .formatted(move.from(), move.to()));
            case TransferCall.Save save ->
                    unknown(save, outcome, "; compare " + save.from() + " with " + save.source());
            case TransferCall.SaveCopy _,
                    TransferCall.Migration _,
                    TransferCall.Snapshot _,
                    TransferCall.Resize _ ->
                    unknown(call, outcome, "");
            case PresenceCall _ -> throw new IllegalStateException("decoded before: " + call);
        };
    }

    private static Decoded<DriverCall, DriverResult> cutOff(DatastoreCall call, Outcome outcome) {
        if (call.script().onlyAsks()) {
            return new Decoded.Ask<>(call, "again");
        }
        String removed = call.text(ImageText.SOURCE);
        if (call.script() == DatastoreAction.RM && removed.startsWith("/")) {
            return new Decoded.Look<>(removed, "gone?");
        }
        boolean made = call.script().makes() && !call.datastore().path().isEmpty();
        return unknown(
                call,
                outcome,
                made ? "; what it had begun may be left in " + call.datastore().path() : "");
    }

    /** On this node one can look; on others ssh does. */
    private Decoded<DriverCall, DriverResult> ask(TransferCall call, Place place, String why) {
        return place.host().equals(frontEnd)
                ? new Decoded.Look<>(place.path(), why)
                : new Decoded.Ask<>(new PresenceCall(call.transfer(), place), why);
    }

    Decoded<DriverCall, DriverResult> of(
            DriverCall call, Outcome outcome, Truth<DriverResult> told) {
        return switch (told) {
            case Truth.Done<DriverResult>(DriverResult.Presence(boolean there), var _) ->
                    answered(call, outcome, there);
            case Truth.Done<DriverResult> again -> settled(again);
            case Truth.NotDone<DriverResult> again -> settled(again);
            case Truth.Unknown<DriverResult>(String why) -> unknown(call, outcome, "; then " + why);
        };
    }

    Decoded<DriverCall, DriverResult> answered(DriverCall call, Outcome outcome, boolean there) {
        return switch (call) {
            case DatastoreCall about when about.script() == DatastoreAction.RM ->
                    there
                            ? notGone(about, outcome, about.text(ImageText.SOURCE))
                            : done(about, outcome, NOTHING);
            case DatastoreCall about -> made(about, outcome, there);
            case TransferCall.Delete gone ->
                    there
                            ? notGone(gone, outcome, gone.place().toString())
                            : done(gone, outcome, NOTHING);
            case TransferCall.Fetch begun -> madeOn(begun, outcome, begun.to(), there);
            case TransferCall.Context begun -> madeOn(begun, outcome, begun.to(), there);
            case TransferCall.MakeImage begun -> madeOn(begun, outcome, begun.to(), there);
            case TransferCall.MakeSwap begun -> madeOn(begun, outcome, begun.to(), there);
            case TransferCall.Save _,
                    TransferCall.SaveCopy _,
                    TransferCall.Move _,
                    TransferCall.Migration _,
                    TransferCall.Snapshot _,
                    TransferCall.Resize _,
                    TransferCall.Monitor _,
                    PresenceCall _ ->
                    throw new IllegalStateException(call.action() + " looks at nothing");
        };
    }

    private Decoded<DriverCall, DriverResult> made(
            DatastoreCall call, Outcome outcome, boolean there) {
        var answer = DriverAnswers.read(call.script(), dialect, outcome.printed().out());
        return there
                ? read(call, outcome, answer)
                : settled(
                        new Truth.NotDone<>(
                                sentence(
                                        call,
                                        "exited with 0 and printed %s, but there is nothing"
                                                .formatted(
                                                        DriverAnswers.quoted(
                                                                outcome.printed().out())))));
    }

    /**
     * After a cut a disk that is there may be half a disk. One that is not there may still come:
     * what a script began on a host by ssh is not killed with it.
     */
    private Decoded<DriverCall, DriverResult> madeOn(
            DriverCall call, Outcome outcome, Place place, boolean there) {
        boolean mayGoOn = outcome.leavesUnknown() && !tied && !place.host().equals(frontEnd);
        if (!there && mayGoOn) {
            return unknown(
                    call,
                    outcome,
                    "; there is nothing at %s yet, but what it began on %s may still run there"
                            .formatted(place, place.host()));
        }
        if (!there) {
            return settled(
                    new Truth.NotDone<>(
                            sentence(call, brief(outcome) + ", and there is nothing at " + place)));
        }
        return outcome.leavesUnknown()
                ? unknown(call, outcome, "; " + place + " is there, whole or not")
                : done(call, outcome, NOTHING);
    }

    private static Decoded<DriverCall, DriverResult> notGone(
            DriverCall call, Outcome outcome, String what) {
        return settled(
                new Truth.NotDone<>(
                        sentence(call, brief(outcome) + ", but " + what + " is still there")));
    }

    /** A driver that complains and exits with 0 is believed, and told of. */
    private static Decoded<DriverCall, DriverResult> done(
            DriverCall call, Outcome outcome, DriverResult result) {
        List<String> warnings = new ArrayList<>();
        Optional<String> complaint = DriverSpeech.block(outcome.printed().err());
        complaint.ifPresent(
                text -> warnings.add(sentence(call, brief(outcome) + ", and complained: " + text)));
        return settled(new Truth.Done<>(result, warnings));
    }

    private static Decoded<DriverCall, DriverResult> notDone(DriverCall call, Outcome outcome) {
        return settled(new Truth.NotDone<>(sentence(call, brief(outcome) + said(outcome))));
    }

    private static Decoded<DriverCall, DriverResult> unknown(
            DriverCall call, Outcome outcome, String where) {
        return settled(new Truth.Unknown<>(sentence(call, brief(outcome) + said(outcome) + where)));
    }

    private static Decoded<DriverCall, DriverResult> settled(Truth<DriverResult> truth) {
        return new Decoded.Settled<>(truth);
    }

    private static String said(Outcome outcome) {
        String message = DriverSpeech.message(outcome.printed().err());
        return outcome.ran() && !message.equals("-") ? ": " + message : "";
    }

    /** Without what was printed: its message follows. */
    private static String brief(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ok _ -> "exited with 0";
            case Outcome.Failed(int code, var _) -> "exited with " + code;
            case Outcome.TimedOut(var limit, var _) ->
                    "was ended after " + limit.toSeconds() + " s";
            case Outcome.Killed(String cause, var _) -> "was ended by " + cause;
            case Outcome.Refused _, Outcome.NotStarted _, Outcome.Lost _ -> outcome.sentence();
        };
    }

    private static String sentence(DriverCall call, String what) {
        return "%s of driver %s %s".formatted(call.action(), call.provider(), what);
    }
}
