package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.RoundTools;
import dev.baton.config.Schedule;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.quantastor.Hook;
import dev.baton.events.contract.quantastor.HookCall;
import dev.baton.events.process.FreezeGuard;
import dev.baton.orchestrator.snapshot.FreezeDesk;
import dev.baton.orchestrator.snapshot.FreezeEffect;
import dev.baton.orchestrator.snapshot.HookEnd;
import dev.baton.orchestrator.snapshot.RoundHook;
import dev.baton.orchestrator.snapshot.RoundReport;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries out what one round asks of this node, one effect after the other; hooks run beside.
 *
 * <p>Thread: its own for each round; {@link #carryOut} and {@link #close} from the loop.
 */
final class RoundHand implements AutoCloseable {

    /** What hears of it. */
    interface Ear {
        void ended(HookEnd end);

        void report(RoundReport report);

        void alarm(String why);

        void thawed(Duration frozen);
    }

    /**
     * Where this happens, and for whom.
     *
     * @param fence the number the round was begun under; 0 for one of an earlier life
     */
    record Place(
            RoundTools tools,
            Guards guards,
            String node,
            Schedule schedule,
            long fence,
            InstantSource wall) {}

    private static final Duration AGAIN = Duration.ofMillis(20);

    /** Beyond the limit of the hooks of a guard. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String round;
    private final Place place;
    private final Ear ear;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("round-", 0).factory());
    private Optional<FreezeGuard> guard = Optional.empty();
    private CompletableFuture<HookEnd> hook = CompletableFuture.completedFuture(new HookEnd.Ok());
    private String trouble = "";
    private String problem = "";
    private boolean guardThaws;
    private boolean thawedByGuard;
    private long frozenSinceNanos = System.nanoTime();

    RoundHand(String round, Place place, Ear ear) {
        this.round = round;
        this.place = place;
        this.ear = ear;
    }

    void carryOut(FreezeEffect effect) {
        var _ = thread.submit(() -> one(effect));
    }

    private void one(FreezeEffect effect) {
        switch (effect) {
            case FreezeEffect.StoreFreeze _ -> storeFreeze();
            case FreezeEffect.StoreThaw _ -> storeThaw();
            case FreezeEffect.OpenGuard(_, _, Duration limit) -> openGuard(limit);
            case FreezeEffect.HoldGuard(_, Duration limit) ->
                    guardThaws = guard.filter(each -> !each.hold(limit)).isPresent();
            case FreezeEffect.CloseGuard _ -> closeGuard();
            case FreezeEffect.RunHook run -> run(run);
            case FreezeEffect.KillHook _ -> kill();
            case FreezeEffect.ReleaseHook _ -> place.tools().release(round);
            case FreezeEffect.Report(_, RoundReport report) -> ear.report(report);
            case FreezeEffect.Alarm(_, _, String why) -> {
                problem = why;
                ear.alarm(why);
            }
        }
    }

    private void storeFreeze() {
        frozenSinceNanos = System.nanoTime();
        try {
            place.tools()
                    .store(
                            new Entry.FreezeBegun(
                                    round,
                                    place.schedule().id(),
                                    place.schedule().freezeLimit().toMillis(),
                                    place.guards().life(),
                                    place.wall().millis()));
        } catch (IOException full) {
            trouble = "the journal cannot be written, so nothing is frozen: " + full.getMessage();
        }
    }

    private void storeThaw() {
        String by = thawedByGuard ? "guard" : "agent";
        ear.thawed(Duration.ofNanos(System.nanoTime() - frozenSinceNanos));
        try {
            place.tools().store(new Entry.FreezeEnded(round, by, problem, place.wall().millis()));
        } catch (IOException full) {
            // it is thawed once more at the next start, which harms nobody
            ear.alarm("that it is thawed could not be stored: " + full.getMessage());
        }
    }

    private void openGuard(Duration limit) {
        if (!trouble.isEmpty()) {
            return;
        }
        try {
            guard =
                    Optional.of(
                            place.guards()
                                    .open(
                                            place.tools(),
                                            new Guards.Wanted(
                                                    round,
                                                    limit.plusSeconds(1),
                                                    place.schedule().holds(),
                                                    FreezeDesk.TRIES,
                                                    List.of(
                                                            "--name=" + place.schedule().name(),
                                                            "--id=" + place.schedule().id()),
                                                    context())));
        } catch (IOException failed) {
            trouble = "nothing is frozen, because nobody guards it: " + failed.getMessage();
        }
    }

    private void closeGuard() {
        guard.ifPresent(FreezeGuard::done);
        place.guards().forget(round);
    }

    private SortedMap<String, String> context() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put("CALLOUT_NODE", place.node());
        all.put("CALLOUT_ROUND", round);
        if (place.fence() > 0) {
            all.put("CALLOUT_FENCE", Long.toString(place.fence()));
        }
        return all;
    }

    private void run(FreezeEffect.RunHook run) {
        if (run.hook() == RoundHook.PRESNAP && !trouble.isEmpty()) {
            ear.ended(new HookEnd.Failed(trouble));
        } else if (run.hook() == RoundHook.POSTSNAP && guardThaws) {
            ear.ended(byGuard(run.limit()));
            guardThaws = false;
            thawedByGuard = true;
        } else {
            CompletableFuture<HookEnd> end = new CompletableFuture<>();
            hook = end;
            Thread.ofVirtual()
                    .name("hook-" + round)
                    .start(
                            () -> {
                                HookEnd how = call(run);
                                end.complete(how);
                                ear.ended(how);
                            });
        }
    }

    private HookEnd byGuard(Duration limit) {
        Duration patience = limit.multipliedBy(FreezeDesk.TRIES).plus(GRACE);
        Optional<Integer> status = guard.flatMap(each -> each.thawed(patience));
        return status.filter(code -> code == 0).isPresent()
                ? new HookEnd.Ok()
                : new HookEnd.Failed(
                        "the freeze guard thawed, and schedule-postsnap "
                                + status.map(code -> "exited with " + code)
                                        .orElse("did not end in time"));
    }

    private HookEnd call(FreezeEffect.RunHook run) {
        SortedMap<String, String> context = context();
        Hook which =
                switch (run.hook()) {
                    case PRESTART -> Hook.SCHEDULE_PRESTART;
                    case PRESNAP -> Hook.SCHEDULE_PRESNAP;
                    case POSTSNAP -> Hook.SCHEDULE_POSTSNAP;
                };
        if (run.hook() == RoundHook.PRESNAP) {
            context.put(Guards.MARK, place.guards().mark(round));
        } else if (run.hook() == RoundHook.POSTSNAP) {
            context.put("CALLOUT_REASON", run.reason().word());
        }
        HookCall call =
                HookCall.ofSchedule(
                        which, false, place.schedule().name(), place.schedule().id(), context);
        boolean holds = run.hook() == RoundHook.PRESNAP && place.schedule().holds();
        return end(
                place.tools()
                        .hook(
                                round,
                                place.fence(),
                                holds ? call.holding() : call,
                                run.limit(),
                                () -> ear.ended(new HookEnd.Held())));
    }

    private static HookEnd end(Truth<dev.baton.events.contract.quantastor.HookEnd> truth) {
        return switch (truth) {
            case Truth.Done<dev.baton.events.contract.quantastor.HookEnd>(var told, var _) ->
                    switch (told) {
                        case OK -> new HookEnd.Ok();
                        case NOTHING_TO_DO -> new HookEnd.Skip();
                    };
            default -> new HookEnd.Failed(truth.sentence());
        };
    }

    /** A hook that is just being started cannot be ended yet: it is tried until it is. */
    private void kill() {
        CompletableFuture<HookEnd> presnap = hook;
        Thread.ofVirtual()
                .name("kill-" + round)
                .start(
                        () -> {
                            while (!isOver(presnap)) {
                                place.tools().kill(round, "its round");
                            }
                        });
    }

    private static boolean isOver(CompletableFuture<HookEnd> presnap) {
        try {
            presnap.get(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException runs) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a hook has no end", impossible);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
