package dev.baton.agent.callout;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.quantastor.HookCall;
import dev.baton.events.contract.quantastor.HookContract;
import dev.baton.events.contract.quantastor.HookEnd;
import dev.baton.orchestrator.exchange.Fact;

import java.util.function.Consumer;

/**
 * Calls a custom script in both its variants, the one that is waited for first, and tells of those
 * that failed.
 *
 * <p>Thread: any; blocks. Source: storage call-outs contract, section 2.1.
 */
record HookCaller(
        HookOptions options, CallDesk desk, HookDirectory directory, Consumer<Fact> facts) {

    /** How the one that is waited for has ended. */
    Truth<HookEnd> call(CallDesk.Purpose purpose, HookCall waitedFor, Runnable held) {
        return call(purpose, waitedFor, held, CallDesk.Bond.NONE);
    }

    /** The same under a right; the variant nobody waits for has its number, and lives on. */
    Truth<HookEnd> call(
            CallDesk.Purpose purpose, HookCall waitedFor, Runnable held, CallDesk.Bond bond) {
        Truth<HookEnd> end = one(purpose, waitedFor, held, bond);
        CallDesk.Bond number = CallDesk.Bond.numbered(bond.number().getAsLong());
        one(purpose, waitedFor.inBackground(), () -> {}, number);
        return end;
    }

    private Truth<HookEnd> one(
            CallDesk.Purpose purpose, HookCall call, Runnable held, CallDesk.Bond bond) {
        Truth<HookEnd> end = desk.follow(purpose, run(call), held, bond);
        if (!(end instanceof Truth.Done<HookEnd>)) {
            facts.accept(new Fact.HookFailed(call.action(), line(end.sentence())));
        }
        return end;
    }

    /** A call as it would be made now. */
    CallRun<HookCall, HookEnd> run(HookCall call) {
        return new CallRun<>(new HookContract(options, directory.present()), call);
    }

    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
