package dev.baton.orchestrator.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

@DisplayName("Reports travel as what has changed (safety rule, section 1, cost)")
class ReportNewsTest {

    private static final IpAddress KEPT = IpAddress.of("10.0.0.1");
    private static final IpAddress MOVED = IpAddress.of("10.0.0.2");
    private static final IpAddress OTHER = IpAddress.of("10.0.0.3");

    private final NodeReport before = report(4, 0, standing(KEPT, 0), standing(MOVED, 7));
    private final NodeReport now = report(6, 2, standing(KEPT, 0), standing(OTHER, 9));
    private final ReportNews news =
            new ReportNews(4, new TreeSet<>(Set.of(MOVED)), report(6, 2, standing(OTHER, 9)));

    private record Standing(IpAddress ip, long number) {}

    private static Standing standing(IpAddress ip, long number) {
        return new Standing(ip, number);
    }

    private static NodeReport report(long version, int flags, Standing... standings) {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        Arrays.stream(standings).forEach(each -> addresses.put(each.ip(), address(each.number())));
        return new NodeReport(
                version,
                new NodeName("n1"),
                Runstate.RUNNING,
                flags,
                true,
                "",
                "",
                List.of(),
                addresses,
                VoterWord.VOTES,
                NodeTunables.DEFAULT,
                0);
    }

    private static AddressReport address(long number) {
        return new AddressReport(
                true,
                number == 0 ? AddressPhase.ABSENT : AddressPhase.SERVING,
                number,
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                "");
    }

    @Test
    void onTheVersionItWasMadeForItIsTheWholeReport() {
        assertEquals(Optional.of(now), news.on(Optional.of(before)));
    }

    @Test
    void onALaterVersionItIsTheWholeReportToo() {
        NodeReport between = report(5, 0, standing(KEPT, 0), standing(OTHER, 8));

        assertEquals(Optional.of(now), news.on(Optional.of(between)));
    }

    @Test
    void onAnEarlierVersionItSaysNothing() {
        assertEquals(Optional.empty(), news.on(Optional.of(report(3, 0))));
        assertEquals(Optional.empty(), news.on(Optional.empty()));
    }

    @Test
    void aWholeReportNeedsNoOther() {
        assertEquals(Optional.of(now), ReportNews.whole(now).on(Optional.empty()));
        assertEquals(Optional.of(now), ReportNews.whole(now).on(Optional.of(before)));
    }
}
