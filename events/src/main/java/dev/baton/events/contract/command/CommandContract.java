package dev.baton.events.contract.command;

import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Speaks with a command: it gets words, a clean environment and {@code CALLOUT_NODE}; its exit
 * status is all there is to know of it. One that was cut off is never repeated.
 */
public final class CommandContract implements Contract<CommandCall, String> {

    @Override
    public String nothing() {
        return "";
    }

    @Override
    public CommandCall informed(CommandCall call, String earlier) {
        return call;
    }

    @Override
    public Encoded encode(CommandCall call) {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("HOME", "/root");
        all.put("LANG", "C.UTF-8");
        all.put("CALLOUT_NODE", call.node());
        return new Encoded.Ready(
                new Invocation(
                        call.program(),
                        call.arguments(),
                        all,
                        Path.of("/"),
                        Optional.of(call.limit())));
    }

    @Override
    public Decoded<CommandCall, String> decode(CommandCall call, Outcome outcome) {
        String why = "%s %s".formatted(call.action(), outcome.sentence());
        if (outcome instanceof Outcome.Ok(var printed)) {
            return new Decoded.Settled<>(new Truth.Done<>(printed.out()));
        }
        return new Decoded.Settled<>(
                outcome.leavesUnknown() ? new Truth.Unknown<>(why) : new Truth.NotDone<>(why));
    }

    @Override
    public Decoded<CommandCall, String> decode(CommandCall call, Outcome outcome, Sighting seen) {
        throw new IllegalStateException(call.action() + " looks at no path");
    }

    @Override
    public Decoded<CommandCall, String> decode(
            CommandCall call, Outcome outcome, Truth<String> told) {
        throw new IllegalStateException(call.action() + " asks nobody");
    }
}
