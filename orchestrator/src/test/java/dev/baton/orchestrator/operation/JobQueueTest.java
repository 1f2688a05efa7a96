package dev.baton.orchestrator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

@DisplayName("Storage call-outs contract, 3.9: one job for each volume, a bound for each provider")
class JobQueueTest {

    private final JobQueue queue = new JobQueue(8);

    private static JobId job(int number) {
        return new JobId(new Pnn(0), number);
    }

    private void add(int number, String provider, String... subjects) {
        assertTrue(queue.add(job(number), provider, new TreeSet<>(List.of(subjects))));
    }

    @Test
    @DisplayName("500 creations with a bound of 8: all begin, in their order, never 9 at once")
    void allBeginInTheirOrderAndNeverMoreThanTheBoundAtOnce() {
        for (int i = 1; i <= 500; i++) {
            add(i, "p", "volume:" + i);
        }
        List<JobId> begun = new ArrayList<>(queue.begin());
        Deque<JobId> running = new ArrayDeque<>(begun);

        while (!running.isEmpty()) {
            assertTrue(running.size() <= 8 && queue.running() == running.size());
            queue.ended(running.remove());
            List<JobId> next = queue.begin();
            begun.addAll(next);
            running.addAll(next);
        }

        List<JobId> expected = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            expected.add(job(i));
        }
        assertEquals(expected, begun);
        assertEquals(0, queue.waiting());
    }

    @Test
    void jobsOfOneVolumeRunInTheirOrderAndHoldUpNoOthers() {
        add(1, "p", "volume:a");
        add(2, "p", "volume:a", "volume:b");
        add(3, "p", "volume:b");
        add(4, "q", "volume:c");

        assertEquals(List.of(job(1), job(4)), queue.begin());
        queue.ended(job(1));
        assertEquals(List.of(job(2)), queue.begin());
        queue.ended(job(2));
        assertEquals(List.of(job(3)), queue.begin());
    }

    @Test
    void aWaitingJobCanBeWithdrawnAndARunningOneCannot() {
        add(1, "p", "volume:a");
        add(2, "p", "volume:a");
        queue.begin();

        assertFalse(queue.withdraw(job(1)));
        assertTrue(queue.withdraw(job(2)));
        queue.ended(job(1));
        assertEquals(List.of(), queue.begin());
    }

    @Test
    void aFullQueueRefuses() {
        for (int i = 1; i <= JobQueue.MOST; i++) {
            add(i, "p", "volume:" + i);
        }

        assertFalse(queue.add(job(JobQueue.MOST + 1), "p", new TreeSet<>()));
    }

    @Test
    void aJobIsNamedByItsNodeAndNumber() {
        assertEquals("3.17", new JobId(new Pnn(3), 17).toString());
        assertEquals(new JobId(new Pnn(3), 17), JobId.parse("3.17").orElseThrow());
        for (String bad : List.of("", "17", "3.0", "9999.1", "a.b", "3.17 ")) {
            assertTrue(JobId.parse(bad).isEmpty(), bad);
        }
    }
}
