package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;
import dev.baton.config.LeaseTiming;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.ReportNews;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

@DisplayName("Each peer is told what it has not seen (safety rule, section 1, cost)")
class ToldReportsTest {

    private static final Pnn NEAR = new Pnn(1);
    private static final Pnn FAR = new Pnn(2);

    private static final IpAddress ONE = IpAddress.of("10.0.0.1");
    private static final IpAddress TWO = IpAddress.of("10.0.0.2");

    private final Peers peers = new Peers(LeaseTiming.DEFAULT);
    private final ToldReports told = new ToldReports(peers);

    ToldReportsTest() {
        peers.keep(new TreeSet<>(List.of(NEAR, FAR)), new Pnn(0));
    }

    private static NodeReport report(long version, IpAddress... serving) {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        addresses.put(ONE, address(false));
        for (IpAddress ip : serving) {
            addresses.put(ip, address(true));
        }
        return new NodeReport(
                version,
                new NodeName("n0"),
                Runstate.RUNNING,
                0,
                true,
                "",
                "",
                List.of(),
                addresses,
                VoterWord.VOTES,
                NodeTunables.DEFAULT,
                0);
    }

    private static AddressReport address(boolean serves) {
        return new AddressReport(
                true,
                serves ? AddressPhase.SERVING : AddressPhase.ABSENT,
                serves ? 7 : 0,
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                "");
    }

    private void seen(Pnn peer, long version) {
        peers.find(peer).orElseThrow().reportSeen = version;
    }

    private ReportNews news(Pnn peer, NodeReport now) {
        return told.newsFor(peer, now).orElseThrow();
    }

    @Test
    void whoHasNothingIsToldEverything() {
        assertEquals(ReportNews.whole(report(1)), news(NEAR, report(1)));
    }

    @Test
    void whoHasItIsToldNothing() {
        seen(NEAR, 1);

        assertEquals(Optional.empty(), told.newsFor(NEAR, report(1)));
    }

    @Test
    void eachIsToldWhatHasChangedSinceTheVersionItHas() {
        news(NEAR, report(1));
        news(NEAR, report(2, ONE));
        seen(NEAR, 2);
        seen(FAR, 1);
        NodeReport now = report(3, ONE, TWO);

        assertEquals(Set.of(TWO), news(NEAR, now).report().addresses().keySet());
        assertEquals(Set.of(ONE, TWO), news(FAR, now).report().addresses().keySet());
        assertEquals(2, news(NEAR, now).since());
    }

    @Test
    void whatHasChangedAndStandsAsBeforeIsToldToo() {
        news(NEAR, report(1, ONE));
        news(NEAR, report(2));
        seen(NEAR, 1);
        NodeReport now = report(3, ONE);

        assertEquals(
                Optional.of(now), news(NEAR, now).on(Optional.of(report(2))), "it may have that");
    }

    @Test
    void whatHasGoneIsToldUntilItComesBack() {
        news(NEAR, report(1, TWO));
        seen(NEAR, 1);

        assertEquals(Set.of(TWO), news(NEAR, report(2)).gone());
        assertEquals(Set.of(), news(NEAR, report(3, TWO)).gone());
    }

    @Test
    void whoHasAVersionThatWasNeverToldIsToldEverything() {
        news(NEAR, report(5));
        seen(FAR, 4);

        assertEquals(0, news(FAR, report(6)).since());
    }
}
