package dev.baton.agent.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayName("Closing, renewing and deleting one address are one queue (safety rule, section 3)")
class JobQueueTest {

    private static final IpAddress ONE = IpAddress.of("10.0.0.1");
    private static final IpAddress TWO = IpAddress.of("10.0.0.2");
    private static final IpAddress THREE = IpAddress.of("10.0.0.3");

    private final JobQueue queue = new JobQueue(100);

    private static Job renew(IpAddress ip) {
        return new Job.Renew(new Effect.RenewAddress(ip, 24, RecordingKernel.ETH, 3, Moment.NEVER));
    }

    private static Job drop(IpAddress ip) {
        return new Job.Drop(new Effect.DropAddress(ip, false));
    }

    private static Job announce(IpAddress ip) {
        return new Job.Announce(new Effect.Announce(ip, RecordingKernel.ETH, Moment.NEVER));
    }

    private void add(Job... jobs) {
        for (Job job : jobs) {
            assertTrue(queue.offer(job));
        }
    }

    private List<Job> next() throws InterruptedException {
        return queue.next(0);
    }

    @Test
    void renewalsDoNotWaitForOtherWork() throws InterruptedException {
        add(announce(ONE), renew(ONE), announce(TWO), renew(TWO), drop(THREE));

        assertEquals(List.of(renew(ONE), renew(TWO)), next());
        assertEquals(List.of(announce(ONE), announce(TWO)), next());
    }

    @Test
    void aRenewalStaysBehindWhatTakesItsAddressAway() throws InterruptedException {
        add(drop(ONE), new Job.FinishDrop(ONE, true), renew(ONE), renew(TWO));

        assertEquals(List.of(renew(TWO)), next());
        assertEquals(List.of(drop(ONE)), next());
        assertEquals(List.of(new Job.FinishDrop(ONE, true)), next());
        assertEquals(List.of(renew(ONE)), next());
        assertEquals(List.of(), next());
    }

    @Test
    void aRenewalStaysInFrontOfWhatTakesItsAddressAway() throws InterruptedException {
        add(renew(ONE), drop(ONE));

        assertEquals(List.of(renew(ONE)), next());
        assertEquals(List.of(drop(ONE)), next());
    }

    @Test
    void neighboursOfOneKindAreDoneTogetherAndTheOrderBetweenKindsStays()
            throws InterruptedException {
        add(drop(ONE), drop(TWO), announce(ONE), drop(ONE));

        assertEquals(List.of(drop(ONE), drop(TWO)), next());
        assertEquals(List.of(announce(ONE)), next());
        assertEquals(List.of(drop(ONE)), next());
    }

    @Test
    void longWorkIsDoneInPartsSoThatRenewalsCanComeBetween() throws InterruptedException {
        for (int i = 0; i < JobQueue.TOGETHER + 1; i++) {
            add(announce(ONE));
        }

        assertEquals(JobQueue.TOGETHER, next().size());
        add(renew(ONE));
        assertEquals(List.of(renew(ONE)), next());
        assertEquals(1, next().size());
    }

    @Test
    void itHasABound() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            add(i % 2 == 0 ? renew(ONE) : announce(ONE));
        }

        assertFalse(queue.offer(renew(TWO)));
        assertEquals(50, next().size());
        assertTrue(queue.offer(renew(TWO)));
    }
}
