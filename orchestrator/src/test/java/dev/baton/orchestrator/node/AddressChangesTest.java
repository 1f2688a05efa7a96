package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * CTDB command contract, section 4: addip, delip, reloadips. CTDB events contract, sections 13.1
 * and 13.3 (4).
 */
class AddressChangesTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private static SmallCluster running(int nodes, int addresses) {
        SmallCluster cluster = new SmallCluster(nodes, addresses).startAll();
        cluster.run(Duration.ofSeconds(5));
        return cluster;
    }

    private static void add(SmallCluster cluster, int node, int last) {
        cluster.ask(
                node, new OperatorCommand.AddAddress(new Pnn(node), SmallCluster.address(last)));
    }

    private static void delete(SmallCluster cluster, int node, int last) {
        cluster.ask(node, new OperatorCommand.DeleteAddress(new Pnn(node), SmallCluster.ip(last)));
    }

    private static void set(SmallCluster cluster, int node, PublicAddress... lines) {
        cluster.ask(node, new OperatorCommand.SetAddresses(new Pnn(node), List.of(lines)));
    }

    private static List<String> known(SmallCluster cluster, int node) {
        return cluster.view(node).addresses().list().stream().map(PublicAddress::toString).toList();
    }

    /** Section 4, addip: the address appears by itself; it is marked in no file. */
    @Test
    void anAddedAddressIsServedByANodeThatKnowsIt() {
        SmallCluster cluster = running(3, 2);

        add(cluster, 1, 9);
        cluster.run(SOON);

        assertEquals(List.of(1), cluster.serving(SmallCluster.ip(9)));
        assertEquals(
                List.of(new OperatorReply.Done("done")), cluster.replies, cluster.facts.toString());
        assertEquals(3, Objects.requireNonNull(cluster.watched.get(1)).size());
        assertTrue(cluster.view(0).addresses().find(SmallCluster.ip(9)).isEmpty());
    }

    @Test
    void anAddedAddressThatTheShellCannotWatchChangesNothing() {
        SmallCluster cluster = running(1, 1);
        PublicAddress bad =
                new PublicAddress(SmallCluster.ip(9), 24, List.of(new InterfaceName("nix0")));

        cluster.ask(0, new OperatorCommand.AddAddress(new Pnn(0), bad));
        cluster.run(SOON);

        assertInstanceOf(OperatorReply.Refused.class, cluster.replies.getFirst());
        assertEquals(List.of("10.50.1.1/24"), known(cluster, 0));
    }

    @Test
    void anAddressThatIsKnownIsAddedOnce() {
        SmallCluster cluster = running(1, 1);

        add(cluster, 0, 1);
        cluster.run(SOON);

        assertEquals(
                List.of(new OperatorReply.Done("10.50.1.1 is known already")), cluster.replies);
        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(1)));
    }

    /** Section 4, delip: if hosted it is only marked; 13.3 (4): the next run takes it away. */
    @Test
    void aServedAddressThatIsDeletedStaysUntilTheNextRun() {
        SmallCluster cluster = running(1, 2);

        delete(cluster, 0, 1);
        cluster.run(Duration.ofSeconds(20));
        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(1)));

        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(List.of(), cluster.serving(SmallCluster.ip(1)));
        assertEquals(List.of("10.50.1.2/24"), known(cluster, 0));
        assertEquals(1, Objects.requireNonNull(cluster.watched.get(0)).size());
    }

    /** Section 4, delip: at once where it is not hosted. */
    @Test
    void anAddressThatIsNotServedHereGoesAtOnce() {
        SmallCluster cluster = running(2, 1);
        int other = 1 - cluster.serving(SmallCluster.ip(1)).getFirst();
        int runs = cluster.runsStarted();

        delete(cluster, other, 1);
        cluster.run(SOON);

        assertEquals(List.of(), known(cluster, other));
        assertEquals(List.of(1 - other), cluster.serving(SmallCluster.ip(1)));
        assertEquals(runs, cluster.runsStarted());
    }

    @Test
    void aDeletedAddressMovesToANodeThatStillKnowsIt() {
        SmallCluster cluster = running(3, 1);
        int from = cluster.serving(SmallCluster.ip(1)).getFirst();

        delete(cluster, from, 1);
        cluster.ask(from, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        List<Integer> now = cluster.serving(SmallCluster.ip(1));
        assertEquals(1, now.size(), () -> String.join("\n", cluster.facts));
        assertTrue(now.getFirst() != from);
        assertEquals(List.of(), known(cluster, from));
    }

    /** Section 4, delip, then ipreallocate: also when the holder has told something just before. */
    @Test
    void aDeletionIsServedByTheRunThatIsAskedForNextAtEveryInstantAfterAnotherReport() {
        for (int millis = 0; millis < 40; millis++) {
            SmallCluster cluster = running(2, 2);
            int leader = cluster.view(0).leader().orElseThrow().value();
            int holder = 1 - leader;
            int last = cluster.serving(SmallCluster.ip(1)).contains(holder) ? 1 : 2;
            cluster.ask(holder, new OperatorCommand.SetLeaderRole(new Pnn(holder), false));
            cluster.run(Duration.ofMillis(millis));

            delete(cluster, holder, last);
            delete(cluster, leader, last);
            cluster.ask(leader, new OperatorCommand.Reallocate());
            cluster.run(SOON);

            assertEquals(List.of(), cluster.serving(SmallCluster.ip(last)), millis + " ms");
            assertEquals(1, known(cluster, holder).size());
        }
    }

    @Test
    void aDeletedAddressThatIsAddedAgainBeforeTheRunStays() {
        SmallCluster cluster = running(1, 1);

        delete(cluster, 0, 1);
        add(cluster, 0, 1);
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(1)));
        assertEquals(List.of("10.50.1.1/24"), known(cluster, 0));
    }

    @Test
    void anUnknownAddressCannotBeDeleted() {
        SmallCluster cluster = running(1, 1);

        delete(cluster, 0, 9);
        cluster.run(SOON);

        assertInstanceOf(OperatorReply.NotFound.class, cluster.replies.getFirst());
    }

    /** Section 4, reloadips: what is new is added, what is missing deleted, in one step. */
    @Test
    void aNewListAddsAndDeletes() {
        SmallCluster cluster = running(2, 2);

        for (int node = 0; node < 2; node++) {
            set(cluster, node, SmallCluster.address(2), SmallCluster.address(9));
        }
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(List.of("10.50.1.2/24", "10.50.1.9/24"), known(cluster, 0));
        assertEquals(List.of("10.50.1.2/24", "10.50.1.9/24"), known(cluster, 1));
        assertEquals(List.of(), cluster.serving(SmallCluster.ip(1)));
        assertEquals(1, cluster.serving(SmallCluster.ip(2)).size());
        assertEquals(1, cluster.serving(SmallCluster.ip(9)).size());
    }

    /** Section 4, reloadips: what is replaced is not counted twice. */
    @Test
    void aListMayBeAsLongAsTheFileAndChangeInEveryLine() {
        SmallCluster cluster = running(1, 1);

        set(cluster, 0, lines(PublicAddressesFile.MOST - 1, 24));
        cluster.run(Duration.ofMillis(2));
        set(cluster, 0, lines(PublicAddressesFile.MOST - 1, 16));
        cluster.run(Duration.ofMillis(2));
        set(cluster, 0, lines(PublicAddressesFile.MOST + 1, 16));

        assertEquals(
                List.of("Done", "Done", "Refused"),
                cluster.replies.stream().map(reply -> reply.getClass().getSimpleName()).toList());
    }

    private static PublicAddress[] lines(int count, int bits) {
        return IntStream.range(0, count)
                .mapToObj(i -> IpAddress.of("10.60.%d.%d".formatted(i / 250, i % 250 + 1)))
                .map(ip -> new PublicAddress(ip, bits, List.of(SmallCluster.ETH)))
                .toArray(PublicAddress[]::new);
    }

    /** Better than section 4, reloadips: a changed prefix length counts from the next run on. */
    @Test
    void aChangedPrefixLengthCountsOnceTheAddressWasTakenAgain() {
        SmallCluster cluster = running(1, 1);

        set(cluster, 0, new PublicAddress(SmallCluster.ip(1), 16, List.of(SmallCluster.ETH)));
        cluster.run(SOON);
        assertEquals(List.of("10.50.1.1/24"), known(cluster, 0));
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(List.of("10.50.1.1/16"), known(cluster, 0));
        assertEquals(List.of(0), cluster.serving(SmallCluster.ip(1)));
    }

    /** An interface more is nothing a served address would have to go for. */
    @Test
    void anAddedInterfaceCountsAtOnce() {
        SmallCluster cluster = running(1, 1);
        long taken = taken(cluster);
        InterfaceName more = new InterfaceName("pub2");

        set(cluster, 0, new PublicAddress(SmallCluster.ip(1), 24, List.of(SmallCluster.ETH, more)));
        cluster.ask(0, new OperatorCommand.Reallocate());
        cluster.run(SOON);

        assertEquals(
                List.of(SmallCluster.ETH, more),
                cluster.view(0).addresses().list().getFirst().interfaces());
        assertEquals(taken, taken(cluster));
    }

    private static long taken(SmallCluster cluster) {
        return cluster.facts.stream().filter(fact -> fact.contains("AddressTaken")).count();
    }

    /** Section 13.1: a node that was given addresses may get some although it hosts others. */
    @Test
    void aNodeThatWasGivenAddressesIsATargetOfBalanceOnce() {
        SmallCluster cluster = running(2, 4);
        for (int last = 11; last <= 14; last++) {
            add(cluster, 0, last);
        }
        cluster.run(SOON);
        int before = held(cluster, 0);
        assertEquals(8, before + held(cluster, 1));
        assertTrue(before > 5, () -> String.join("\n", cluster.facts));

        for (int last = 11; last <= 14; last++) {
            add(cluster, 1, last);
        }
        cluster.run(SOON);

        assertEquals(4, held(cluster, 0), () -> String.join("\n", cluster.facts));
        assertEquals(4, held(cluster, 1));
    }

    private static int held(SmallCluster cluster, int node) {
        return (int)
                IntStream.rangeClosed(1, 20)
                        .filter(i -> cluster.serving(SmallCluster.ip(i)).contains(node))
                        .count();
    }

    /** Section 13.1 has no delay; one address after another is one run here. */
    @Test
    void addressesAddedOneAfterAnotherAreTakenByOneRun() {
        SmallCluster cluster = running(3, 1);
        int runs = cluster.runsStarted();

        for (int node = 0; node < 3; node++) {
            for (int last = 11; last <= 13; last++) {
                add(cluster, node, last);
                cluster.run(Duration.ofMillis(20));
            }
        }
        cluster.run(SOON);

        assertEquals(runs + 1, cluster.runsStarted(), () -> String.join("\n", cluster.facts));
        assertEquals(4, held(cluster, 0) + held(cluster, 1) + held(cluster, 2));
    }
}
