package dev.baton.orchestrator.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

@DisplayName("Storage operations, section 1: a stage, all nodes in parallel, a barrier")
class StagedRunTest {

    private static final List<SortedMap<String, Integer>> STAGES =
            List.of(asks("a", 1, "b", 2), asks(), asks("a", 3), asks("b", 4, "c", 5));

    private static SortedMap<String, Integer> asks(Object... pairs) {
        TreeMap<String, Integer> all = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], (Integer) pairs[i + 1]);
        }
        return all;
    }

    private static StagedRun<String, Integer> run(Barrier barrier) {
        return new StagedRun<>(STAGES.size(), barrier);
    }

    @Test
    void aStageBeginsWhenAllOfTheOneBeforeIsAnswered() {
        StagedRun<String, Integer> run = run(Barrier.KEPT);

        assertEquals(asks("a", 1, "b", 2), run.advance(STAGES::get));
        assertEquals(Optional.of(1), run.answered("a", 0, _ -> true));
        assertEquals(asks(), run.advance(STAGES::get), "b is missing");
        assertEquals(Optional.of(2), run.answered("b", 0, _ -> true));
        assertEquals(asks("a", 3), run.advance(STAGES::get), "a stage without questions is over");
        assertEquals(2, run.stage());
    }

    @Test
    void anAnswerToAnotherStageDoesNotCount() {
        StagedRun<String, Integer> run = run(Barrier.KEPT);
        run.advance(STAGES::get);
        run.giveUp(_ -> true);
        run.advance(STAGES::get);

        assertEquals(Optional.empty(), run.answered("a", 0, _ -> true));
        assertEquals(Optional.empty(), run.answered("a", 2, _ -> false), "it does not fit");
        assertEquals(Optional.empty(), run.answered("b", 2, _ -> true), "b was not asked");
        assertEquals(Optional.of(3), run.answered("a", 2, _ -> true));
    }

    @Test
    void whatIsGivenUpIsWaitedForNoMore() {
        StagedRun<String, Integer> run = run(Barrier.KEPT);
        run.advance(STAGES::get);

        assertEquals(asks("b", 2), run.giveUp("b"::equals));
        assertEquals(asks("a", 1), run.pending());
        assertEquals(Optional.empty(), run.answered("b", 0, _ -> true));
    }

    @Test
    void aRunIsDoneWithItsLastAnswerAndOverWhenItHasGoneOn() {
        StagedRun<String, Integer> run = StagedRun.behind(3, STAGES.size(), Barrier.KEPT);

        assertFalse(run.isDone());
        assertEquals(asks("b", 4, "c", 5), run.advance(STAGES::get));
        run.answered("b", 3, _ -> true);
        assertFalse(run.isDone());
        run.answered("c", 3, _ -> true);
        assertTrue(run.isDone());
        assertFalse(run.isOver());
        assertEquals(asks(), run.advance(STAGES::get));
        assertTrue(run.isOver());
    }

    @Test
    @DisplayName("In any order of answers, deaths and late copies each question is asked once")
    void inAnyOrderEachQuestionIsAskedOnceAndNoneBeforeItsTime() {
        for (int seed = 0; seed < 2000; seed++) {
            List<Integer> asked = new ArrayList<>();
            int settled = play(new Random(seed), run(Barrier.KEPT), asked);

            assertEquals(List.of(1, 2, 3, 4, 5), asked, "seed " + seed);
            assertEquals(5, settled, "seed " + seed);
        }
    }

    /** How many questions were answered or given up; checks the barrier before each stage. */
    private static int play(Random random, StagedRun<String, Integer> run, List<Integer> asked) {
        int settled = 0;
        while (!run.isOver()) {
            int before = settled;
            List<Integer> begun = new ArrayList<>();
            run.advance(
                    stage -> {
                        assertEquals(before, asked.size(), "the barrier");
                        begun.addAll(STAGES.get(stage).values());
                        return STAGES.get(stage);
                    });
            asked.addAll(begun);
            String who = List.of("a", "b", "c").get(random.nextInt(3));
            if (random.nextInt(4) == 0) {
                settled += run.giveUp(who::equals).size();
            } else {
                int of = run.stage() - random.nextInt(2);
                settled += run.answered(who, of, _ -> true).isPresent() ? 1 : 0;
            }
        }
        return settled;
    }

    @Test
    void aBarrierThatWaitsForNobodyIsFound() {
        StagedRun<String, Integer> broken =
                run(
                        new Barrier() {
                            @Override
                            public boolean mayGoOn(boolean isAnswerMissing) {
                                return true;
                            }
                        });

        broken.advance(STAGES::get);

        assertEquals(asks("a", 1, "b", 2), broken.advance(STAGES::get), "beside stage 1");
        assertEquals(asks("a", 3, "b", 2), broken.advance(STAGES::get), "1 was never answered");
    }
}
