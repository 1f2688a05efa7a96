package dev.baton.agent.callout;

import dev.baton.events.callout.Call;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Secrets;
import dev.baton.events.callout.Truth;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.RunningCall;
import dev.baton.orchestrator.cluster.Right;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Carries single calls out: each is in the journal before it starts and after it ends, without
 * secrets.
 *
 * <p>Thread: any; blocks. Bounds: {@value #KEPT} characters of each stream are remembered.
 */
final class CallDesk implements AutoCloseable {

    static final int KEPT = 1024;

    /** The variable with the fencing number of the object's right. */
    static final String FENCE = "CALLOUT_FENCE";

    private static final Logger LOG = LoggerFactory.getLogger("baton.call");

    private static final Outcome ENDING = new Outcome.NotStarted("the agent is ending");

    /** Which job a call belongs to, and to which of its steps. */
    record Purpose(String job, int step) {
        static final Purpose NONE = new Purpose("", 0);
    }

    /**
     * What a call may not outlive, and the number it is told.
     *
     * @param number of its object's right; 0 for a call that needs none
     * @param isOver whether nobody waits for its right any more
     */
    record Bond(Tenure rights, LongSupplier number, BooleanSupplier isOver) {
        static final Bond NONE = numbered(0);

        /** A call under the right to that object, which is held. */
        static Bond of(Tenure rights, Right.Changing object, BooleanSupplier isOver) {
            return new Bond(rights, () -> rights.fence(object), isOver);
        }

        /** One that is told a number and lives on whatever becomes of the right. */
        static Bond numbered(long number) {
            return new Bond(Exclusive.none(), () -> number, () -> false);
        }

        private Invocation fenced(Invocation invocation) {
            long now = number.getAsLong();
            return now > 0 ? invocation.with(FENCE, Long.toString(now)) : invocation;
        }
    }

    private final CallRunner runner;
    private final Journal journal;
    private final Ledger ledger;
    private final CallLogs logs;
    private final StorageTally tally;
    private final Secrets secrets;
    private final InstantSource wall;
    private final Map<Long, RunningCall> running = new TreeMap<>();
    private boolean closed;

    CallDesk(
            CallRunner runner,
            Journal journal,
            Ledger ledger,
            CallLogs logs,
            StorageTally tally,
            Secrets secrets,
            InstantSource wall) {
        this.runner = runner;
        this.journal = journal;
        this.ledger = ledger;
        this.logs = logs;
        this.tally = tally;
        this.secrets = secrets;
        this.wall = wall;
    }

    /** Does what a call and its probes ask for until the truth is known. */
    <C extends Call, R> Truth<R> follow(Purpose purpose, CallRun<C, R> run) {
        return follow(purpose, run, () -> {}, Bond.NONE);
    }

    /** The same under a right: each script runs, or is ended, as its lease does. */
    <C extends Call, R> Truth<R> follow(Purpose purpose, CallRun<C, R> run, Bond bond) {
        return follow(purpose, run, () -> {}, bond);
    }

    /**
     * The same for a script that may hold something until it is let go.
     *
     * @param held is told that it does
     */
    <C extends Call, R> Truth<R> follow(Purpose purpose, CallRun<C, R> run, Runnable held) {
        return follow(purpose, run, held, Bond.NONE);
    }

    /** The same for a script that may hold something, under a right. */
    <C extends Call, R> Truth<R> follow(
            Purpose purpose, CallRun<C, R> run, Runnable held, Bond bond) {
        boolean probe = run.hasBegun();
        List<String> hidden = new ArrayList<>();
        while (true) {
            switch (run.next()) {
                case CallRun.Next.Over<C, R>(Truth<R> truth) -> {
                    return without(hidden, truth);
                }
                case CallRun.Next.Look<C, R>(String path) -> run.seen(DeviceSight.of(path));
                case CallRun.Next.Run<C, R>(C call, Invocation invocation) -> {
                    hidden.addAll(hidden(invocation));
                    run.ended(one(purpose, probe, call, invocation, held, bond));
                    probe = true;
                }
            }
        }
    }

    /** What a script printed is quoted in sentences; what attach printed is needed as it is. */
    private static <R> Truth<R> without(List<String> hidden, Truth<R> truth) {
        return switch (truth) {
            case Truth.Done<R>(R result, List<String> warnings) ->
                    new Truth.Done<>(
                            result, warnings.stream().map(each -> hide(each, hidden)).toList());
            case Truth.NotDone<R>(String why) -> new Truth.NotDone<>(hide(why, hidden));
            case Truth.Unknown<R>(String why) -> new Truth.Unknown<>(hide(why, hidden));
        };
    }

    private static String hide(String text, List<String> hidden) {
        return new Printed(text, "").without(hidden).out();
    }

    private List<String> hidden(Invocation invocation) {
        List<String> all = new ArrayList<>(secrets.values(invocation.environment()));
        all.addAll(invocation.shown().secrets());
        return all;
    }

    private Outcome one(
            Purpose purpose,
            boolean probe,
            Call call,
            Invocation unbound,
            Runnable held,
            Bond bond) {
        if (isClosed()) {
            return ENDING;
        }
        try {
            bond.rights().ensure(Tenure.SETTLING, bond.isOver());
        } catch (Refusal busy) {
            return new Outcome.NotStarted(busy.sentence());
        }
        Invocation invocation = bond.fenced(unbound);
        long number = ledger.nextCall();
        List<String> hidden = hidden(invocation);
        Entry.CallBegun begun = begun(number, purpose, probe, call, invocation);
        try {
            journal.append(begun);
        } catch (IOException full) {
            return new Outcome.NotStarted(
                    "the journal cannot be written, so nothing is started: " + full.getMessage());
        }
        long start = System.nanoTime();
        Outcome outcome = run(number, invocation, held, bond.rights());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Entry.CallEnded ended = ended(number, outcome, hidden, took);
        tally.call(call.contract(), ended.outcome());
        logs.write(begun, outcome.printed().without(hidden));
        log(call, ended);
        try {
            journal.note(ended);
        } catch (IOException full) {
            LOG.error("call_end_not_stored call={} why=\"{}\"", number, full.getMessage());
            ledger.apply(ended);
        }
        return outcome;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Outcome run(long number, Invocation invocation, Runnable held, Tenure rights) {
        RunningCall call =
                rights.tether()
                        .map(tether -> runner.prepare(number, invocation, held, tether))
                        .orElseGet(() -> runner.prepare(number, invocation, held));
        synchronized (this) {
            if (closed) {
                return ENDING;
            }
            running.put(number, call);
        }
        try {
            return call.run();
        } finally {
            synchronized (this) {
                running.remove(number);
            }
            rights.outlivedBy(call);
        }
    }

    private Entry.CallBegun begun(
            long number, Purpose purpose, boolean probe, Call call, Invocation invocation) {
        return new Entry.CallBegun(
                number,
                purpose.job(),
                purpose.step(),
                probe,
                call.contract(),
                call.provider(),
                call.action(),
                call.subject(),
                invocation.program().toString(),
                invocation.shown().arguments(),
                secrets.masked(invocation.environment()),
                invocation.directory().toString(),
                invocation.limit().map(Duration::toMillis).orElse(0L),
                wall.millis());
    }

    private Entry.CallEnded ended(
            long number, Outcome outcome, List<String> hidden, Duration took) {
        Printed printed = outcome.printed().without(hidden);
        return new Entry.CallEnded(
                number,
                outcome.word(),
                outcome instanceof Outcome.Failed failed ? failed.code() : 0,
                cut(hide(outcome.sentence(), hidden)),
                cut(printed.out()),
                cut(printed.err()),
                took.toMillis(),
                wall.millis());
    }

    private static String cut(String text) {
        return text.length() <= KEPT
                ? text
                : text.substring(0, KEPT / 2)
                        + "\n[...]\n"
                        + text.substring(text.length() - KEPT / 2);
    }

    private static void log(Call call, Entry.CallEnded ended) {
        String line = "call_ended call={} action={} provider={} subject={} outcome={} took_ms={}";
        Object[] values = {
            ended.call(),
            call.action(),
            call.provider(),
            call.subject(),
            ended.outcome(),
            ended.tookMillis()
        };
        if (ended.outcome().equals("ok")) {
            LOG.debug(line, values);
        } else {
            LOG.warn(
                    line + " why=\"{}\"",
                    with(values, ended.sentence().replaceAll("\\p{Cntrl}", " ")));
        }
    }

    private static Object[] with(Object[] values, Object last) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return all;
    }

    /** Ends what runs for a job. */
    synchronized void cancel(String job, String by) {
        ofJob(job).forEach(call -> call.cancel(by));
    }

    /** The same without a grace. */
    synchronized void kill(String job, String by) {
        ofJob(job).forEach(call -> call.kill(by));
    }

    /** What a job's scripts hold they are to let go. */
    synchronized void release(String job) {
        ofJob(job).forEach(RunningCall::release);
    }

    private List<RunningCall> ofJob(String job) {
        return running.entrySet().stream()
                .filter(
                        each ->
                                ledger.call(each.getKey())
                                        .filter(call -> call.begun().job().equals(job))
                                        .isPresent())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Starts no more, and ends what runs. */
    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(call -> call.cancel("the end of its agent"));
    }
}
