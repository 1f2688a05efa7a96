package dev.baton.orchestrator.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** How reports become the working list. Contract: CTDB ipalloc, sections 1 and 2. */
class AllocationProblemTest {

    private static final IpAddress LOW = IpAddress.of("10.0.0.1");
    private static final IpAddress HIGH = IpAddress.of("200.0.0.1");
    private static final IpAddress SIX = IpAddress.of("fd00::1");

    @Test
    void theListDescendsByUnsignedKey() {
        AllocationProblem problem = merged(knows(claim(LOW, -1), claim(SIX, -1), claim(HIGH, -1)));

        assertEquals(
                List.of(SIX, HIGH, LOW),
                problem.entries().stream().map(AllocationProblem.Entry::ip).toList());
    }

    @Test
    void theHighestClaimantWinsAndHearsayIsIgnored() {
        AllocationProblem problem =
                merged(knows(claim(LOW, 0)), knows(claim(LOW, 1)), knows(claim(LOW, 0)));

        assertEquals(Optional.of(new Pnn(1)), problem.entries().getFirst().owner());
    }

    /** Contract: section 2, step 1, the collision; and step 3, the first seen is kept. */
    @Test
    void addressesOfOneKeyAreOneEntryUnderTheFirstSeen() {
        IpAddress six = IpAddress.of("::10.0.0.1");

        AllocationProblem problem = merged(knows(claim(LOW, -1)), knows(claim(six, 1)));

        assertEquals(1, problem.entries().size());
        assertEquals(LOW, problem.entries().getFirst().ip());
        assertEquals(Optional.of(new Pnn(1)), problem.entries().getFirst().owner());
    }

    @Test
    void thereIsNothingToDoWhenNothingIsHeldAndNothingCanBe() {
        assertTrue(merged(knows(claim(LOW, 1)), knows(claim(LOW, 0))).nothingToDo());
        assertFalse(merged(knows(claim(LOW, 0))).nothingToDo());
        assertFalse(
                merged(new NodeAddresses(List.of(claim(LOW, -1)), new TreeSet<>(List.of(LOW))))
                        .nothingToDo());
    }

    @Test
    void anEntryOfNoNodeOrOutOfOrderCannotBeWritten() {
        SortedSet<Pnn> nobody = new TreeSet<>();
        AllocationProblem.Entry low = new AllocationProblem.Entry(LOW, Optional.empty(), nobody);
        AllocationProblem.Entry high =
                new AllocationProblem.Entry(HIGH, Optional.of(new Pnn(1)), nobody);

        assertThrows(IllegalArgumentException.class, () -> problem(2, low, high));
        assertThrows(IllegalArgumentException.class, () -> problem(1, high));
        assertThrows(IllegalArgumentException.class, () -> problem(0));
    }

    /** Contract: section 5.1 and the IPv6 check of section 6. */
    @Test
    void distanceCountsEachWordByItself() {
        IpAddress eleven = IpAddress.of("10.50.1.11");

        assertEquals(
                126,
                PlainLcp2.distance(IpAddress.of("fd00:0:0:1::5"), IpAddress.of("fd00:0:0:2::5")));
        assertEquals(68, PlainLcp2.distance(eleven, SIX));
        assertEquals(125, PlainLcp2.distance(eleven, IpAddress.of("10.50.1.13")));
        assertEquals(108, PlainLcp2.distance(eleven, IpAddress.of("10.60.2.21")));
    }

    private static AllocationProblem problem(int nodes, AllocationProblem.Entry... entries) {
        return new AllocationProblem(nodes, List.of(entries), AllocationPolicy.DEFAULT);
    }

    private static AllocationProblem merged(NodeAddresses... nodes) {
        return AllocationProblem.of(List.of(nodes), AllocationPolicy.DEFAULT);
    }

    private static NodeAddresses knows(NodeAddresses.Claim... claims) {
        return new NodeAddresses(List.of(claims), new TreeSet<>());
    }

    private static NodeAddresses.Claim claim(IpAddress ip, int owner) {
        return new NodeAddresses.Claim(
                ip, owner < 0 ? Optional.empty() : Optional.of(new Pnn(owner)));
    }
}
