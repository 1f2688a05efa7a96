package dev.baton.testcluster.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Failover drills, section 6: figures of many runs as number, median, least and most. */
class ClosingTableTest {
    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertEquals(Optional.of(new Spread(4, 2.5, 1, 9)), Spread.of(9, 1, 3, 2));
        assertEquals(Optional.of(new Spread(1, 7, 7, 7)), Spread.of(7));
        assertEquals(Optional.empty(), Spread.of());
    }

    @Test
    void eachRepetitionCountsWithItsWorstAddress() {
        String table =
                ClosingTable.of(
                        List.of(
                                performance(1, row(0.1, 0), row(0.4, 0)),
                                performance(2, row(0.6, 0), row(0.2, 0)),
                                performance(3, row(0.5, 0))));

        assertTrue(table.contains("  3    0.500   0.400   0.600"), table);
        assertTrue(table.contains("answered by two nodes, at worst: 0.000 s"), table);
        assertTrue(table.contains("3 of 3 repetitions passed"), table);
    }

    @Test
    void theWorstSecondAnswerOfAllIsSaidAndAFailedRepetitionCounted() {
        Performance failed =
                new Performance(
                        2,
                        OptionalDouble.empty(),
                        List.of(row(0.1, 0.25)),
                        List.of(),
                        List.of("answered by two nodes"));

        String table = ClosingTable.of(List.of(performance(1, row(0.1, 0)), failed));

        assertTrue(table.contains("answered by two nodes, at worst: 0.250 s"), table);
        assertTrue(table.contains("1 of 2 repetitions passed"), table);
    }

    @Test
    void aWindowInWhichNothingMovedHasNoFigureOfAMove() {
        Row dark =
                new Row(
                        "dark",
                        "n1",
                        "10.0.0.1",
                        false,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        2,
                        0,
                        0,
                        0);

        String table = ClosingTable.of(List.of(performance(1, dark)));

        assertTrue(table.matches("(?s).*dark +1 +- +- +2\\.000 .*"), table);
    }

    private static Performance performance(int run, Row... rows) {
        return new Performance(run, OptionalDouble.of(4), List.of(rows), List.of(), List.of());
    }

    private static Row row(double taken, double twice) {
        return new Row(
                "kill-leader",
                "n1",
                "10.0.0.1",
                true,
                OptionalDouble.of(taken),
                OptionalDouble.of(taken),
                taken,
                twice,
                0,
                0);
    }
}
