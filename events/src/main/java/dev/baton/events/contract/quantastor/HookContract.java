package dev.baton.events.contract.quantastor;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Speaks with QuantaStor's custom scripts. There is nothing to look at afterwards: a hook's exit
 * status is all there is to know.
 *
 * <p>Source: storage call-outs contract, sections 2.1, 2.2 and 2.7.
 */
public final class HookContract implements Contract<HookCall, HookEnd> {

    private static final Pattern UUID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    private final HookOptions options;
    private final SortedSet<String> present;

    /**
     * For a directory as it was found just now.
     *
     * @param present the files in it
     */
    public HookContract(HookOptions options, SortedSet<String> present) {
        this.options = options;
        this.present = Collections.unmodifiableSortedSet(new TreeSet<>(present));
    }

    @Override
    public HookEnd nothing() {
        return HookEnd.OK;
    }

    @Override
    public HookCall informed(HookCall call, HookEnd earlier) {
        return call;
    }

    @Override
    public Encoded encode(HookCall call) {
        Optional<String> wrong = objection(call);
        String file = call.hook().fileName(call.async());
        if (wrong.isPresent()) {
            return new Encoded.Refused(wrong.get());
        }
        return present.contains(file)
                ? new Encoded.Ready(
                        new Invocation(
                                options.directory().resolve(file),
                                arguments(call),
                                environment(call),
                                Path.of("/"),
                                call.async() ? Optional.empty() : Optional.of(options.limit()),
                                call.holds()))
                : new Encoded.Nothing("there is no " + options.directory().resolve(file));
    }

    /** What is wrong with the id of a pool or schedule. */
    public static Optional<String> wrongTarget(String id) {
        return UUID.matcher(id).matches()
                ? Optional.empty()
                : Optional.of(
                        "the id of a pool or schedule is at most 64 letters, digits and '-', the"
                                + " first no '-', got \""
                                + id.replaceAll("\\p{Cntrl}", "?")
                                + "\"");
    }

    private static Optional<String> objection(HookCall call) {
        boolean needs = call.hook().about() != Hook.About.NODE;
        Optional<String> wrong = wrongTarget(call.target());
        if (needs && wrong.isPresent()) {
            return wrong;
        }
        boolean named = call.hook().about() == Hook.About.SCHEDULE;
        return named && !NAME.matcher(call.schedule()).matches()
                ? Optional.of(
                        "the name of a schedule has 1 to 255 characters and no control characters")
                : Optional.empty();
    }

    /** Each value is one element, so that a name with blanks stays one argument. */
    private static List<String> arguments(HookCall call) {
        return switch (call.hook().about()) {
            case NODE -> List.of();
            case POOL -> List.of("--pool=" + call.target());
            case SCHEDULE -> List.of("--name=" + call.schedule(), "--id=" + call.target());
        };
    }

    private static SortedMap<String, String> environment(HookCall call) {
        SortedMap<String, String> all = new TreeMap<>(call.context());
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("HOME", "/root");
        all.put("LANG", "C.UTF-8");
        return all;
    }

    @Override
    public Decoded<HookCall, HookEnd> decode(HookCall call, Outcome outcome) {
        boolean fine = outcome instanceof Outcome.Ok;
        boolean nothingToDo =
                outcome instanceof Outcome.Failed(int code, var _) && code == HookEnd.SKIP_CODE;
        if (fine || (nothingToDo && mayHaveNothingToDo(call.hook()))) {
            return new Decoded.Settled<>(
                    new Truth.Done<>(fine ? HookEnd.OK : HookEnd.NOTHING_TO_DO));
        }
        String why = "%s %s".formatted(call.action(), outcome.sentence());
        return new Decoded.Settled<>(
                outcome.leavesUnknown() ? new Truth.Unknown<>(why) : new Truth.NotDone<>(why));
    }

    private static boolean mayHaveNothingToDo(Hook hook) {
        return hook == Hook.SCHEDULE_PRESTART || hook == Hook.SCHEDULE_PRESNAP;
    }

    @Override
    public Decoded<HookCall, HookEnd> decode(HookCall call, Outcome outcome, Sighting seen) {
        throw new IllegalStateException(call.action() + " looks at no path");
    }

    @Override
    public Decoded<HookCall, HookEnd> decode(HookCall call, Outcome outcome, Truth<HookEnd> told) {
        throw new IllegalStateException(call.action() + " asks nobody");
    }
}
