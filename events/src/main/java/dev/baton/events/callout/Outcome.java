package dev.baton.events.callout;

import java.time.Duration;

/**
 * How one call ended, as the node that ran it saw it; not yet whether what it was for has happened.
 *
 * <p>Closed: whoever handles a call handles all of these. Source: storage call-outs contract,
 * section 1, rules 3, 5 and 7.
 */
public sealed interface Outcome {

    /** It exited with 0. */
    record Ok(Printed printed) implements Outcome {}

    /** It was not run, and will not be before something is changed. */
    record Refused(Reason reason, String why) implements Outcome {}

    /** It exited with another status; 126 and 127 are such. */
    record Failed(int code, Printed printed) implements Outcome {}

    /** It was ended because it took longer than this. */
    record TimedOut(Duration limit, Printed printed) implements Outcome {}

    /** It died from a signal, or was ended by an operator or with its agent. */
    record Killed(String cause, Printed printed) implements Outcome {}

    /** The system could not start it. */
    record NotStarted(String why) implements Outcome {}

    /** The node that ran it died, or its agent; nobody saw the end. */
    record Lost(String node) implements Outcome {}

    /** Why a call was refused. */
    enum Reason {
        /** A file or directory may be written by somebody it should not. */
        TRUST,
        /** Something else is under way that excludes it. */
        BUSY,
        /** What was asked for makes no sense. */
        ARGUMENT
    }

    /** Whether the script may have changed something although nobody saw it succeed or fail. */
    default boolean leavesUnknown() {
        return switch (this) {
            case TimedOut _, Killed _, Lost _ -> true;
            case Ok _, Refused _, Failed _, NotStarted _ -> false;
        };
    }

    /** Whether the script was started at all. */
    default boolean ran() {
        return switch (this) {
            case Ok _, Failed _, TimedOut _, Killed _, Lost _ -> true;
            case Refused _, NotStarted _ -> false;
        };
    }

    /** What it printed, as far as it is known. */
    default Printed printed() {
        return switch (this) {
            case Ok ok -> ok.printed;
            case Failed failed -> failed.printed;
            case TimedOut late -> late.printed;
            case Killed killed -> killed.printed;
            case Refused _, NotStarted _, Lost _ -> Printed.NOTHING;
        };
    }

    /** One word for lists, logs and JSON. */
    default String word() {
        return switch (this) {
            case Ok _ -> "ok";
            case Refused _ -> "refused";
            case Failed _ -> "failed";
            case TimedOut _ -> "timed_out";
            case Killed _ -> "killed";
            case NotStarted _ -> "not_started";
            case Lost _ -> "lost";
        };
    }

    /** A sentence without its subject: {@code exited with 3: no space}. */
    default String sentence() {
        return switch (this) {
            case Ok _ -> "exited with 0";
            case Refused(Reason _, String why) -> "was not run: " + why;
            case Failed(int code, Printed printed) ->
                    "exited with " + code + said(printed.lastWords());
            case TimedOut(Duration limit, Printed printed) ->
                    "was ended after " + limit.toSeconds() + " s" + said(printed.lastWords());
            case Killed(String cause, Printed printed) ->
                    "was ended by " + cause + said(printed.lastWords());
            case NotStarted(String why) -> "could not be started: " + why;
            case Lost(String node) -> "was lost with the agent of " + node;
        };
    }

    private static String said(String words) {
        return words.isEmpty() ? "" : ": " + words;
    }
}
