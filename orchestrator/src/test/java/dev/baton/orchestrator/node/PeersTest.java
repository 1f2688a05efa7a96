package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.LeaseTiming;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.ReportNews;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a cut connection has kept is delivered when it is healed, seconds late. */
@DisplayName("Which peers are believed (safety rule, section 4: late messages do no harm)")
class PeersTest {

    private static final Pnn PEER = new Pnn(1);
    private static final Incarnation LIFE = new Incarnation(PEER, 5);
    private static final Incarnation LATER = new Incarnation(PEER, 6);
    private static final Moment START = new Moment(0);

    private final Peers peers = new Peers(LeaseTiming.DEFAULT);

    PeersTest() {
        peers.keep(new TreeSet<>(List.of(PEER, new Pnn(2))), new Pnn(0));
    }

    private static Work at(double seconds) {
        return new Work(after(seconds), 0);
    }

    private static Moment after(double seconds) {
        return START.plus(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static Message.Beat beat(long number) {
        return beat(LIFE, number);
    }

    private static Message.Beat beat(Incarnation life, long number) {
        NodeReport report =
                new NodeReport(
                        number,
                        new NodeName("n1"),
                        Runstate.RUNNING,
                        0,
                        true,
                        "",
                        "",
                        List.of(),
                        new TreeMap<>(),
                        VoterWord.VOTES,
                        NodeTunables.DEFAULT,
                        0);
        return new Message.Beat(
                life, 7, number, 1, 0, 0, List.of(), number, Optional.of(ReportNews.whole(report)));
    }

    private boolean believed() {
        return peers.connected(PEER).isPresent();
    }

    private void connect() {
        peers.hear(at(1), beat(1));
        peers.answered(at(1), LIFE, after(0.9));
        peers.hear(at(1.1), beat(2));
    }

    @Test
    void aPeerIsConnectedFromTheFirstHeartbeatAfterItsAnswer() {
        peers.hear(at(1), beat(1));
        assertFalse(believed());

        peers.answered(at(1), LIFE, after(0.9));
        peers.hear(at(1.1), beat(2));

        assertTrue(believed());
    }

    @Test
    void heartbeatsThatLayInACutConnectionDoNotConnectIt() {
        connect();
        peers.checkSilence(at(5));
        assertFalse(believed());

        peers.hear(at(9), beat(3));
        peers.hear(at(9), beat(4));

        assertFalse(believed());
    }

    @Test
    void anAnswerThatLayInACutConnectionProvesNothing() {
        connect();
        peers.checkSilence(at(5));

        peers.answered(at(9), LIFE, after(5));
        peers.hear(at(9), beat(3));

        assertFalse(believed());
    }

    @Test
    void aFreshAnswerBringsItBack() {
        connect();
        peers.checkSilence(at(5));
        peers.hear(at(9), beat(3));

        peers.answered(at(9.2), LIFE, after(9.1));
        peers.hear(at(9.3), beat(4));

        assertTrue(believed());
    }

    @Test
    @DisplayName("A late report does not bring back what has changed since")
    void anOlderReportIsNoNews() {
        connect();

        peers.hear(at(1.2), beat(1));

        assertEquals(
                List.of(2L), peers.reports().values().stream().map(NodeReport::version).toList());
    }

    @Test
    @DisplayName("Safety rule, section 1: the holder is a life; a later one may still be there")
    void whoSaysToBeAPeerIsNotHelpedToTakeItsPlaceWhileThatMayLive() {
        connect();
        Incarnation another = new Incarnation(PEER, 3);

        assertTrue(peers.isOutlived(another));
        assertEquals(Optional.empty(), peers.endedLifeAfter(after(5.399), another));
        assertEquals(Optional.of(5L), peers.endedLifeAfter(after(5.4), another));
    }

    @Test
    void thePresentLifeAndALaterOneAreNotOutlived() {
        connect();

        assertFalse(peers.isOutlived(new Incarnation(PEER, 5)));
        assertFalse(peers.isOutlived(new Incarnation(PEER, 6)));
        assertFalse(peers.isOutlived(new Incarnation(new Pnn(7), 1)));
        assertEquals(Optional.empty(), peers.endedLifeAfter(after(99), new Incarnation(PEER, 5)));
    }

    @Test
    @DisplayName("A life that is heard in place of a connected one has to answer before it counts")
    void aLaterLifeIsAnotherPeer() {
        connect();
        Work work = at(1.2);

        peers.hear(work, beat(LATER, 1));
        peers.hear(work, beat(LATER, 2));
        peers.answered(work, LIFE, after(1.1));
        peers.hear(work, beat(LATER, 3));

        assertFalse(believed());
        assertEquals(List.of(new Fact.PeerDisconnected(PEER, "later_life")), work.step().facts());

        peers.answered(at(1.3), LATER, after(1.2));
        peers.hear(at(1.3), beat(LATER, 4));

        assertEquals(Optional.of(LATER), peers.life(PEER));
    }

    @Test
    void anAnswerThatOvertakesTheFirstHeartbeatCounts() {
        peers.answered(at(1), LIFE, after(0.9));
        peers.hear(at(1), beat(1));

        assertTrue(believed());
    }
}
