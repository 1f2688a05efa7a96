package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** CTDB events contract, sections 14.1 and 14.2: the register of connections. */
class ConnectionsTest {

    private static final Duration TOLD = Duration.ofMillis(1500);

    private static SmallCluster running(int nodes, int addresses) {
        SmallCluster cluster = new SmallCluster(nodes, addresses).startAll();
        cluster.run(Duration.ofSeconds(5));
        return cluster;
    }

    private static Connection client(int port, int last) {
        return Connection.parse("10.9.0.1:" + port + " " + SmallCluster.ip(last) + ":445")
                .orElseThrow();
    }

    private static void add(SmallCluster cluster, int node, Connection... connections) {
        cluster.ask(node, new OperatorCommand.AddConnections(new Pnn(node), List.of(connections)));
    }

    private static List<Connection> known(SmallCluster cluster, int node, int last) {
        return cluster.view(node).connections().getOrDefault(SmallCluster.ip(last), List.of());
    }

    private static int holder(SmallCluster cluster, int last) {
        return cluster.serving(SmallCluster.ip(last)).getFirst();
    }

    /** 14.2: the owner tells changed lists to all, and the others replace their copy. */
    @Test
    void whatTheOwnerRegistersAllOthersKnow() {
        SmallCluster cluster = running(3, 1);
        int owner = holder(cluster, 1);
        int other = (owner + 1) % 3;

        add(cluster, owner, client(1, 1), client(2, 1));
        cluster.run(TOLD);
        assertEquals(List.of(client(1, 1), client(2, 1)), known(cluster, other, 1));

        cluster.ask(
                owner,
                new OperatorCommand.RemoveConnections(new Pnn(owner), List.of(client(1, 1))));
        cluster.run(TOLD);
        assertEquals(List.of(client(2, 1)), known(cluster, other, 1));
    }

    /** 14.2: a node that starts is told all lists. */
    @Test
    void aNodeThatComesBackIsToldEverything() {
        SmallCluster cluster = running(3, 1);
        int owner = holder(cluster, 1);
        int other = (owner + 1) % 3;
        add(cluster, owner, client(1, 1));
        cluster.run(TOLD);

        cluster.kill(other);
        cluster.run(Duration.ofSeconds(1));
        cluster.start(other);
        cluster.run(Duration.ofSeconds(2));

        assertEquals(List.of(client(1, 1)), known(cluster, other, 1));
    }

    /** 14.2: the owner ignores incoming lists for its own addresses; others an earlier hold's. */
    @Test
    void nobodyElseSaysWhatTheOwnerHas() {
        SmallCluster cluster = running(3, 1);
        int owner = holder(cluster, 1);
        int other = (owner + 1) % 3;
        add(cluster, owner, client(1, 1));
        cluster.run(TOLD);

        for (int node = 0; node < 3; node++) {
            cluster.hear(
                    node,
                    new Message.Connections(
                            cluster.view(other).self(), SmallCluster.ip(1), 1, List.of()));
        }
        cluster.run(Duration.ofMillis(100));

        assertEquals(List.of(client(1, 1)), known(cluster, owner, 1));
        assertEquals(List.of(client(1, 1)), known(cluster, 3 - owner - other, 1));
    }

    /** 14.1: one acknowledgement per connection at 0, 1.1 and 2.2 s after takeip. */
    @Test
    void theNewHolderTicklesThreeTimesAndBeginsWithAnEmptyList() {
        SmallCluster cluster = running(3, 1);
        int owner = holder(cluster, 1);
        add(cluster, owner, client(1, 1), client(2, 1));
        cluster.run(Duration.ofMillis(100));
        assertEquals(List.of(), cluster.tickled);

        cluster.kill(owner);
        cluster.run(Duration.ofSeconds(15));

        int now = holder(cluster, 1);
        assertEquals(3, cluster.tickled.size(), cluster.tickled.toString());
        assertTrue(
                cluster.tickled.stream()
                        .allMatch(
                                one ->
                                        one.contains(" n" + now + " ")
                                                && one.contains(client(1, 1).toString())
                                                && one.contains(client(2, 1).toString())));
        double first = at(cluster.tickled.get(0));
        assertEquals(1.1, at(cluster.tickled.get(1)) - first, 0.15);
        assertEquals(2.2, at(cluster.tickled.get(2)) - first, 0.15);
        assertEquals(List.of(), known(cluster, now, 1));
    }

    private static double at(String tickle) {
        return Double.parseDouble(tickle.substring(0, tickle.indexOf(' ')));
    }

    /** What was registered a moment before a planned move is known to the new holder. */
    @Test
    void whatChangedGoesWithTheRelease() {
        SmallCluster cluster = running(3, 1);
        int owner = holder(cluster, 1);
        int to = (owner + 1) % 3;
        add(cluster, owner, client(1, 1));
        cluster.run(TOLD);

        add(cluster, owner, client(2, 1));
        cluster.ask(owner, new OperatorCommand.Move(SmallCluster.ip(1), new Pnn(to)));
        cluster.run(Duration.ofMillis(500));

        assertEquals(1, cluster.tickled.size());
        assertTrue(cluster.tickled.getFirst().contains(client(2, 1).toString()));
    }

    /** 14.1: stop if the address is released. */
    @Test
    void nothingIsTickledOnceTheAddressIsReleased() {
        SmallCluster cluster = running(3, 1);
        int owner = holder(cluster, 1);
        int to = (owner + 1) % 3;
        add(cluster, owner, client(1, 1));
        cluster.run(TOLD);

        cluster.ask(owner, new OperatorCommand.Move(SmallCluster.ip(1), new Pnn(to)));
        cluster.run(Duration.ofMillis(500));
        cluster.ask(owner, new OperatorCommand.Move(SmallCluster.ip(1), new Pnn(owner)));
        cluster.run(Duration.ofSeconds(10));

        assertEquals(1, cluster.tickled.size(), cluster.tickled.toString());
    }

    @Test
    void aStrangeAddressOrTooManyConnectionsAreSaid() {
        SmallCluster cluster = running(1, 1);
        List<Connection> many = new ArrayList<>();
        for (int port = 1; port <= Connections.MOST_OF_ADDRESS + 2; port++) {
            many.add(client(port, 1));
        }

        add(cluster, 0, client(1, 9));
        add(cluster, 0, many.toArray(Connection[]::new));
        cluster.run(TOLD);

        assertEquals(
                new OperatorReply.Failed("1 connections are to no public address of this node"),
                cluster.replies.get(0));
        assertInstanceOf(OperatorReply.Failed.class, cluster.replies.get(1));
        assertEquals(Connections.MOST_OF_ADDRESS, known(cluster, 0, 1).size());
        assertTrue(
                cluster.facts.stream()
                        .anyMatch(fact -> fact.contains("registered=4096, refused=2")));
    }
}
