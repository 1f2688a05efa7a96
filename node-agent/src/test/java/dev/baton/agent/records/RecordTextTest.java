package dev.baton.agent.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Architecture, section 10: shared records; what other members wrote is not trusted. */
class RecordTextTest {

    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.008Z");
    private static final Incarnation TELLER = new Incarnation(new Pnn(3), 9);

    @Test
    void factsComeBackAsTheyWereTold() {
        ToldFact banned = told(new Fact.FlagsChanged(new Pnn(1), 0, 8, "\"why\"\n\u0007"));
        ToldFact failed = told(new Fact.TakeFailed(IpAddress.of("2001:db8::1"), "no"));
        ToldFact majority = told(new Fact.MajorityChanged(false));

        assertEquals(
                List.of(banned, failed, majority),
                RecordText.facts(
                        TELLER,
                        RecordText.sheet(
                                List.of(
                                        RecordText.write(banned),
                                        RecordText.write(failed),
                                        RecordText.write(majority)))));
    }

    @Test
    void aTextIsCutAtItsBound() {
        ToldFact loud = told(new Fact.AgentStopping("x".repeat(RecordText.LONGEST_TEXT + 1)));

        List<ToldFact> read =
                RecordText.facts(TELLER, RecordText.sheet(List.of(RecordText.write(loud))));

        assertEquals(
                "x".repeat(RecordText.LONGEST_TEXT),
                read.getFirst().fields().values().get("cause"));
    }

    @Test
    void whatIsNoFactIsLeftOutAndTheOthersStay() {
        String good = RecordText.write(told(new Fact.MajorityChanged(true)));
        List<String> sheet =
                List.of(
                        "7",
                        "{}",
                        good.replace("majority_changed", "bad \\u001b name"),
                        good.replace("2026", "never"),
                        good);

        assertEquals(1, RecordText.facts(TELLER, RecordText.sheet(sheet)).size());
        assertEquals(List.of(), RecordText.facts(TELLER, "no json"));
        assertEquals(List.of(), RecordText.facts(TELLER, "{\"facts\":7}"));
    }

    @Test
    void aNodeRecordComesBackAndAForgedOneDoesNot() {
        NodeRecord node = new NodeRecord(new NodeName("n3"), "0.1.0-SNAPSHOT", AT);
        String text = RecordText.write(node);

        assertEquals(Optional.of(node), RecordText.node(text));
        assertEquals(Optional.empty(), RecordText.node(text.replace("n3", "n3 \\u001b[2J")));
        assertEquals(Optional.empty(), RecordText.node(text.replace("0.1", "\\n")));
        assertEquals(Optional.empty(), RecordText.node("{}"));
    }

    private static ToldFact told(Fact fact) {
        return ToldFact.of(TELLER, new FactHistory.Entry(4, AT, fact));
    }
}
