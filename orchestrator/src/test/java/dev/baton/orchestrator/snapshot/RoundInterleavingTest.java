package dev.baton.orchestrator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

@DisplayName("Storage operations, section 2: whatever happens in between, every node is thawed")
class RoundInterleavingTest {

    @Test
    void aRoundInWhichNothingHappensIsConsistent() {
        RoundWorld world = new RoundWorld(3, false);

        world.play(_ -> 0);

        assertEquals(
                Verdict.Result.CONSISTENT,
                world.coordinator.verdict().orElseThrow().result(),
                world::story);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyOrderOfEventsDeathsAndFailures(boolean crashConsistent) {
        Map<Verdict.Result, Integer> seen = new EnumMap<>(Verdict.Result.class);
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            RoundWorld world = new RoundWorld(1 + seed % 3, crashConsistent);
            world.deaths = random.nextInt(3);
            world.failures = random.nextInt(3);
            world.losses = random.nextInt(2);
            int numbered = seed;
            try {
                world.play(random::nextInt);
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + numbered + world.story(), broken);
            }
            world.coordinator
                    .verdict()
                    .ifPresent(verdict -> seen.merge(verdict.result(), 1, Integer::sum));
        }
        assertTrue(seen.size() >= 5, seen::toString);
    }

    /** Each step of a round that goes well is followed by each thing that may go wrong. */
    @Test
    void everyStepIsFollowedByEachThingThatMayHappen() {
        int played = 0;
        for (int step = 0; step < 60; step++) {
            for (int what = 0; what < 13; what++) {
                RoundWorld world = new RoundWorld(2, false);
                world.deaths = 1;
                world.failures = 1;
                world.losses = 1;
                int at = step;
                int choice = what;
                int[] count = {0};
                world.play(size -> count[0]++ == at ? choice % size : 0);
                played++;
            }
        }
        assertEquals(780, played);
    }
}
