package dev.baton.agent.round;

import dev.baton.agent.callout.JobState;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.ScheduleRight;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.operation.JobId;
import dev.baton.orchestrator.snapshot.RoundPlan;
import dev.baton.orchestrator.snapshot.RoundReport;
import dev.baton.orchestrator.snapshot.SnapshotRound;
import dev.baton.orchestrator.snapshot.Verdict;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The rounds this node coordinates, each a job of it, and each under the right to its schedule.
 *
 * <p>Thread: {@link #begin} from any; all others the loop's only.
 */
final class Coordinator {

    private static final Logger LOG = LoggerFactory.getLogger("baton.round");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** One that is not over. */
    private record Running(
            Turns.Turn turn, Schedule schedule, RoundPlan plan, String stamp, SnapshotRound round) {

        JobId job() {
            return turn.job();
        }

        ScheduleRight right() {
            return turn.right();
        }
    }

    private final RoundTools tools;
    private final RoundLoop loop;
    private final RoundPost post;
    private final Consumer<Fact> facts;
    private final InstantSource wall;
    private final Turns turns;
    private final Map<String, Running> running = new LinkedHashMap<>();

    Coordinator(
            RoundTools tools,
            Turns turns,
            RoundLoop loop,
            RoundPost post,
            Consumer<Fact> facts,
            InstantSource wall) {
        this.tools = tools;
        this.turns = turns;
        this.loop = loop;
        this.post = post;
        this.facts = facts;
        this.wall = wall;
    }

    /**
     * Begins a round; returns its job once that is on the disk.
     *
     * @param name what the names of its snapshots end with; empty for its time and its job
     */
    JobId begin(Schedule schedule, RoundPlan plan, Optional<String> name) throws Refusal {
        Turns.Turn turn =
                turns.take(
                        schedule.id(),
                        new VolumeRequest.Round(
                                schedule.id(),
                                schedule.targets().stream()
                                        .map(Schedule.Target::toString)
                                        .toList()));
        String stamp =
                name.orElseGet(
                        () -> STAMP.format(Instant.ofEpochMilli(wall.millis())) + "-" + turn.job());
        SnapshotRound round = new SnapshotRound(plan);
        loop.put(() -> begin(new Running(turn, schedule, plan, stamp, round)));
        return turn.job();
    }

    private void begin(Running begun) {
        running.put(begun.job().toString(), begun);
        follow(begun, begun.round().begin(RoundLoop.now()));
    }

    void reported(Pnn from, RoundLetter.Reported letter) {
        loseRights();
        Running known = running.get(letter.round());
        if (known != null) {
            RoundReport report = letter.report();
            follow(known, known.round().reported(RoundLoop.now(), from, report));
        }
    }

    void lost(Pnn node) {
        loseRights();
        for (Running each : List.copyOf(running.values())) {
            follow(each, each.round().lost(RoundLoop.now(), node));
        }
    }

    /** Called at least twice a second. */
    void wake() {
        loseRights();
        for (Running each : List.copyOf(running.values())) {
            if (!RoundLoop.now().isBefore(each.round().nextDeadline())) {
                follow(each, each.round().wake(RoundLoop.now()));
            }
        }
    }

    /** Before anything is decided: under a right that is over nothing more is ordered. */
    private void loseRights() {
        for (Running each : List.copyOf(running.values())) {
            if (each.right().isOver()) {
                follow(each, each.round().rightLost(RoundLoop.now()));
            }
        }
    }

    Moment nextDeadline() {
        return running.values().stream()
                .map(each -> each.round().nextDeadline())
                .reduce(Moment.NEVER, Moment::earlier);
    }

    private void follow(Running each, List<RoundPlan.Step> orders) {
        for (RoundPlan.Step step : orders) {
            post.send(
                    step.to(),
                    new RoundLetter.Ordered(
                            each.job().toString(),
                            each.right().number(),
                            each.plan(),
                            each.stamp(),
                            step.order()));
        }
        each.round().verdict().ifPresent(verdict -> over(each, verdict));
    }

    private void over(Running each, Verdict verdict) {
        String word = verdict.result().name().toLowerCase(Locale.ROOT);
        running.remove(each.job().toString());
        TreeSet<Pnn> takers = new TreeSet<>();
        each.plan().snapshots().forEach(snapshot -> takers.add(snapshot.on()));
        takers.forEach(
                to ->
                        post.send(
                                to,
                                new RoundLetter.Closed(
                                        each.job().toString(),
                                        each.right().number(),
                                        each.schedule().id(),
                                        word)));
        facts.accept(
                new Fact.SnapshotRoundEnded(
                        each.job().toString(),
                        each.schedule().id(),
                        word,
                        verdict.frozen().values().stream()
                                .reduce(Duration.ZERO, Coordinator::longer),
                        verdict.spread(),
                        String.join("; ", verdict.reasons()).replaceAll("\\p{Cntrl}", " ")));
        Thread.ofVirtual().name("round-over-" + each.job()).start(() -> store(each, verdict, word));
    }

    private void store(Running each, Verdict verdict, String word) {
        try {
            tools.end(each.job(), state(verdict), why(verdict, word), notes(verdict));
        } catch (IOException full) {
            LOG.error("round_not_stored round={} why=\"{}\"", each.job(), full.getMessage());
        } finally {
            turns.giveBack(each.turn());
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static JobState state(Verdict verdict) {
        return switch (verdict.result()) {
            case CONSISTENT -> verdict.reasons().isEmpty() ? JobState.DONE : JobState.WARNED;
            case SKIPPED -> JobState.DONE;
            case CRASH_CONSISTENT -> JobState.WARNED;
            case INCOMPLETE, NOT_TAKEN -> JobState.FAILED;
            case LOST -> JobState.UNKNOWN;
        };
    }

    private static String why(Verdict verdict, String word) {
        String why = String.join("; ", verdict.reasons());
        return switch (verdict.result()) {
            case CONSISTENT -> why;
            case SKIPPED -> "skipped: a hook has said that there is nothing to do";
            case CRASH_CONSISTENT, INCOMPLETE, NOT_TAKEN, LOST ->
                    word.replace('_', ' ') + ": " + why;
        };
    }

    private static List<String> notes(Verdict verdict) {
        List<String> notes = new ArrayList<>();
        verdict.frozen()
                .forEach(
                        (node, time) ->
                                notes.add(
                                        "node %s was frozen for %s"
                                                .formatted(node, seconds(time))));
        if (!verdict.frozen().isEmpty()) {
            notes.add(
                    "the first and the last were frozen %s apart"
                            .formatted(seconds(verdict.spread())));
        }
        verdict.maybeFrozen()
                .forEach(
                        node ->
                                notes.add(
                                        "node %s has not said that it is thawed; it thaws by itself"
                                                .formatted(node)));
        return notes;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toMillis() / 1000.0);
    }
}
