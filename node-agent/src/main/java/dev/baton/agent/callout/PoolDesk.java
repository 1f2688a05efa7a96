package dev.baton.agent.callout;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.Call;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.command.CommandCall;
import dev.baton.events.contract.command.CommandContract;
import dev.baton.events.contract.quantastor.Hook;
import dev.baton.events.contract.quantastor.HookCall;
import dev.baton.events.contract.quantastor.HookEnd;
import dev.baton.events.contract.quantastor.HookVerdict;
import dev.baton.orchestrator.exchange.Fact;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Starts and stops pools: the command the settings name for the pool itself, and QuantaStor's
 * custom scripts behind a start and before a stop.
 *
 * <p>Thread: any; blocks as long as scripts may take. Who calls it has the right to the pool.
 * Source: storage call-outs contract, sections 2.1, 2.2 and 2.4.
 */
final class PoolDesk {

    /** One call of a request, with the contract it belongs to. */
    private record Due<C extends Call, R>(Contract<C, R> contract, C call) {

        CallRun<C, R> run() {
            return new CallRun<>(contract, call);
        }
    }

    private final HookOptions options;
    private final String node;
    private final CallDesk desk;
    private final HookCaller caller;
    private final SortedMap<String, String> unhealthy = new TreeMap<>();

    PoolDesk(
            HookOptions options,
            String node,
            CallDesk desk,
            HookDirectory directory,
            Consumer<Fact> facts) {
        this.options = options;
        this.node = node;
        this.desk = desk;
        this.caller = new HookCaller(options, desk, directory, facts);
    }

    /** Why this node is unhealthy: a required hook of a pool failed. */
    synchronized Optional<String> objection() {
        return unhealthy.values().stream().findFirst();
    }

    private synchronized void judge(PoolRequest request, Optional<String> objection) {
        unhealthy.remove(request.uuid());
        objection.ifPresent(why -> unhealthy.put(request.uuid(), why));
    }

    /** The calls of a request in their order, as far as there is something to call. */
    List<CallRun<?, ?>> planned(PoolRequest request) {
        List<CallRun<?, ?>> all = new ArrayList<>();
        Optional<CallRun<?, ?>> own = command(request).map(Due::run);
        if (request.start()) {
            own.ifPresent(all::add);
        }
        all.add(caller.run(hook(request)));
        all.add(caller.run(hook(request).inBackground()));
        if (!request.start()) {
            own.ifPresent(all::add);
        }
        return Collections.unmodifiableList(all);
    }

    /** Does it all under the right to the pool. */
    PoolEnd carryOut(PoolRequest request, CallDesk.Bond bond) {
        return request.start() ? start(request, bond) : stop(request, bond);
    }

    private PoolEnd start(PoolRequest request, CallDesk.Bond bond) {
        Optional<String> failure = own(request, bond);
        if (failure.isPresent()) {
            return new PoolEnd(PoolEnd.State.FAILED, failure.get());
        }
        Truth<HookEnd> end = hooks(request, bond);
        boolean isRequired =
                HookVerdict.of(options, Hook.POOL_POSTSTART, end) == HookVerdict.NODE_UNHEALTHY;
        judge(request, isRequired ? Optional.of(end.sentence()) : Optional.empty());
        return isRequired
                ? new PoolEnd(PoolEnd.State.FAILED, end.sentence() + "; the node is unhealthy")
                : ended(end);
    }

    private PoolEnd stop(PoolRequest request, CallDesk.Bond bond) {
        Truth<HookEnd> end = hooks(request, bond);
        boolean isRefused =
                HookVerdict.of(options, Hook.POOL_PRESTOP, end) == HookVerdict.STOP_REFUSED;
        if (isRefused && !request.force()) {
            return new PoolEnd(PoolEnd.State.REFUSED, end.sentence());
        }
        Optional<String> failure = own(request, bond);
        if (failure.isPresent()) {
            return new PoolEnd(PoolEnd.State.FAILED, failure.get());
        }
        judge(request, Optional.empty());
        return ended(end);
    }

    private static PoolEnd ended(Truth<HookEnd> end) {
        return end instanceof Truth.Done<HookEnd>
                ? new PoolEnd(PoolEnd.State.DONE, "")
                : new PoolEnd(PoolEnd.State.WARNED, end.sentence());
    }

    /** The pool's own command; why it failed, empty for success and for none. */
    private Optional<String> own(PoolRequest request, CallDesk.Bond bond) {
        return command(request)
                .map(due -> desk.follow(CallDesk.Purpose.NONE, due.run(), bond))
                .filter(truth -> !(truth instanceof Truth.Done<String>))
                .map(Truth::sentence);
    }

    private Truth<HookEnd> hooks(PoolRequest request, CallDesk.Bond bond) {
        return caller.call(CallDesk.Purpose.NONE, hook(request), () -> {}, bond);
    }

    private HookCall hook(PoolRequest request) {
        Hook hook = request.start() ? Hook.POOL_POSTSTART : Hook.POOL_PRESTOP;
        return HookCall.ofPool(hook, false, request.uuid(), node);
    }

    private Optional<Due<CommandCall, String>> command(PoolRequest request) {
        Optional<Path> program = request.start() ? options.poolStart() : options.poolStop();
        return program.map(
                path ->
                        new Due<>(
                                new CommandContract(),
                                new CommandCall(
                                        "pool-" + request.word(),
                                        request.subject(),
                                        path,
                                        List.of("--pool=" + request.uuid()),
                                        node,
                                        options.limit())));
    }
}
