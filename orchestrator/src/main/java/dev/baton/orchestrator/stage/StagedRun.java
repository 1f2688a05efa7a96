package dev.baton.orchestrator.stage;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Goes through stages: what a stage asks is asked side by side, and the next one begins when all of
 * it is answered or given up.
 *
 * <p>What is asked in a stage is said by its owner as the stage begins, when it knows what became
 * of those before; so is what follows from an answer, a failure or a limit. Undoing is a run of its
 * own, over the inverse stages. Source: storage operations, section 1; CTDB events contract,
 * section 13 (step 8).
 *
 * @param <K> names what was asked: a node, or the number of an order
 * @param <W> what was asked
 */
public final class StagedRun<K, W> {

    private final int stages;
    private final Barrier barrier;
    private final TreeMap<K, W> pending = new TreeMap<>();
    private int stage = -1;

    /** Before the first of so many stages. */
    public StagedRun(int stages, Barrier barrier) {
        this.stages = stages;
        this.barrier = barrier;
    }

    /** One that begins behind the first {@code done} stages. */
    public static <K, W> StagedRun<K, W> behind(int done, int stages, Barrier barrier) {
        StagedRun<K, W> run = new StagedRun<>(stages, barrier);
        run.stage = done - 1;
        return run;
    }

    /**
     * Begins the next stage once the present one is over, and those after it while nothing is asked
     * in them.
     *
     * @param begin says what is asked in a stage, from 0; called once for each
     * @return what is pending in a stage that has begun; empty when none has, or none asks anything
     */
    public SortedMap<K, W> advance(IntFunction<SortedMap<K, W>> begin) {
        while (barrier.mayGoOn(!pending.isEmpty()) && stage < stages) {
            stage++;
            if (stage < stages) {
                pending.putAll(begin.apply(stage));
            }
            if (!pending.isEmpty()) {
                return pending();
            }
        }
        return Collections.emptySortedMap();
    }

    /** What was asked in this stage and is neither answered nor given up, at any time. */
    public SortedMap<K, W> pending() {
        return Collections.unmodifiableSortedMap(pending);
    }

    /** What an answer is to; empty when it does not fit, or is not one to this stage. */
    public Optional<W> answered(K who, int ofStage, Predicate<W> fits) {
        Optional<W> asked = Optional.ofNullable(pending.get(who)).filter(fits);
        if (asked.isEmpty() || !barrier.isOfThisStage(ofStage, stage)) {
            return Optional.empty();
        }
        pending.remove(who);
        return asked;
    }

    /** Nothing more is waited for from those; what they were asked. */
    public SortedMap<K, W> giveUp(Predicate<K> whom) {
        TreeMap<K, W> given = new TreeMap<>(pending);
        given.keySet().removeIf(whom.negate());
        pending.keySet().removeAll(given.keySet());
        return Collections.unmodifiableSortedMap(given);
    }

    /** The present stage, from 0; -1 before the first, their number behind the last. */
    public int stage() {
        return stage;
    }

    /** Whether a run has gone behind its last stage. */
    public boolean isOver() {
        return stage >= stages;
    }

    /** Whether nothing is pending and no further stage is to begin. */
    public boolean isDone() {
        return pending.isEmpty() && stage >= stages - 1;
    }
}
