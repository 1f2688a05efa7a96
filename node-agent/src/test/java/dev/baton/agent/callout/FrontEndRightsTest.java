package dev.baton.agent.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(30)
@DisplayName("Storage call-outs contract, 4.2 and 6: the front-end of a datastore is a right")
class FrontEndRightsTest {

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final OneNodesObjects objects = new OneNodesObjects();
    private final FrontEndRights rights = new FrontEndRights(objects.room());

    private static Right.Changing right(String name) {
        return new Right.Changing(StorageKind.IMAGE, name);
    }

    private static FrontEndRight claim(FrontEndRights of, long datastore, Long... images)
            throws Refusal {
        return of.claim(datastore, new TreeSet<>(List.of(images)), SOON, () -> false);
    }

    private List<String> held() {
        return objects.held().keySet().stream().map(Right::toString).toList();
    }

    @Test
    @DisplayName("Jobs of one node hold it together, and the last one gives it back")
    void theLastOneGivesItBack() throws Exception {
        FrontEndRight first = claim(rights, 1, 7L);
        FrontEndRight second = claim(rights, 1, 8L);
        FrontEndRight other = claim(rights, 2);

        assertEquals(
                List.of("image:7", "image:8", "image:datastore-1", "image:datastore-2"), held());
        assertEquals(first.number(), second.number());
        assertTrue(first.tether().isPresent());
        first.close();
        first.close();
        assertTrue(rights.holds(1));
        second.close();
        assertFalse(rights.holds(1));
        assertEquals(List.of("image:datastore-2"), held());
        other.close();
        assertEquals(List.of(), held());
    }

    @Test
    @DisplayName("An image is one job's, of whatever datastore; then the front-end goes back too")
    void anImageIsOneJobs() throws Exception {
        FrontEndRight first = claim(rights, 1, 7L);

        Refusal refusal = assertThrows(Refusal.class, () -> claim(rights, 0, 7L));

        assertEquals("busy: node 1 has image:7", refusal.sentence());
        assertFalse(rights.holds(0));
        first.close();
        claim(rights, 0, 7L).close();
        assertEquals(List.of(), held());
    }

    @Test
    @DisplayName("What is lost is over for each who holds it, and asked for anew behind the last")
    void aLostRightIsAskedForAnew() throws Exception {
        FrontEndRight first = claim(rights, 1, 7L);
        FrontEndRight second = claim(rights, 1);
        long number = first.number();

        objects.lapse();

        assertTrue(first.isOver() && second.isOver());
        assertFalse(rights.holds(1));
        Refusal lost = assertThrows(Refusal.class, () -> first.ensure(SOON, () -> false));
        assertEquals(
                "this node has lost image:datastore-1 while it was being changed", lost.sentence());
        first.close();
        assertEquals(
                "this node did not become the front-end of datastore 1: its right is being asked"
                        + " for or given back here",
                assertThrows(Refusal.class, () -> claim(rights, 1)).sentence());
        second.close();
        try (FrontEndRight anew = claim(rights, 1)) {
            assertTrue(anew.number() > number);
            assertFalse(anew.isOver());
        }
    }

    @Test
    @DisplayName("Of two nodes one is the front-end; the other becomes it when it is given back")
    void ofTwoNodesOneIs() throws Exception {
        SharedObjects voters = new SharedObjects();
        FrontEndRights here = new FrontEndRights(voters.room(0));
        FrontEndRights there = new FrontEndRights(voters.room(1));
        FrontEndRight held = claim(here, 1, 7L);

        assertEquals(
                "this node did not become the front-end of datastore 1: busy: node 0 has"
                        + " image:datastore-1",
                assertThrows(Refusal.class, () -> claim(there, 1)).sentence());
        assertEquals(
                "busy: node 0 has image:7",
                assertThrows(Refusal.class, () -> claim(there, 0, 7L)).sentence());

        var waiting =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return there.claim(1, new TreeSet<>(), AMPLE, () -> false);
                            } catch (Refusal refusal) {
                                throw new IllegalStateException(refusal);
                            }
                        });
        held.close();
        try (FrontEndRight next = waiting.get(AMPLE.toSeconds(), TimeUnit.SECONDS)) {
            assertTrue(next.number() > held.number());
            assertTrue(there.holds(1) && !here.holds(1));
        }
    }

    @Test
    @DisplayName("A front-end that stands still has lost its right before another node has it")
    void whoStandsStillHasLost() throws Exception {
        SharedObjects voters = new SharedObjects();
        FrontEndRights here = new FrontEndRights(voters.room(0));
        FrontEndRights there = new FrontEndRights(voters.room(1));
        FrontEndRight held = claim(here, 1);

        voters.stop(0);
        FrontEndRight next = there.claim(1, new TreeSet<>(), AMPLE, () -> false);

        assertTrue(held.isOver());
        assertTrue(next.number() > held.number());
        next.close();
    }

    @Test
    @DisplayName("Who gives up waiting gets nothing, and leaves nothing held")
    void whoGivesUpLeavesNothing() {
        objects.elsewhere(right("datastore-1"), true);

        assertThrows(Refusal.class, () -> rights.claim(1, new TreeSet<>(), AMPLE, () -> true));

        objects.elsewhere(right("datastore-1"), false);
        assertEquals(List.of(), held());
        assertFalse(rights.holds(1));
    }
}
