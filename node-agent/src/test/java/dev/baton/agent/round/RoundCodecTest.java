package dev.baton.agent.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.snapshot.HookEnd;
import dev.baton.orchestrator.snapshot.RoundOrder;
import dev.baton.orchestrator.snapshot.RoundPlan;
import dev.baton.orchestrator.snapshot.RoundReport;
import dev.baton.orchestrator.snapshot.ThawReason;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

@DisplayName("What nodes tell each other about rounds")
class RoundCodecTest {

    private static final RoundPlan PLAN =
            new RoundPlan(
                    "nightly",
                    new TreeSet<>(List.of(new Pnn(0), new Pnn(2))),
                    new TreeSet<>(List.of(new Pnn(1))),
                    List.of(new RoundPlan.Snapshot(new Pnn(0), "a \"b\"")),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(300_500),
                    true);

    private final RoundCodec codec = new RoundCodec();

    @Test
    void everyLetterArrivesAsItWasSent() {
        List<RoundLetter> letters =
                List.of(
                        new RoundLetter.Ordered("0.1", 7, PLAN, "t", new RoundOrder.Prestart()),
                        new RoundLetter.Ordered("0.1", 7, PLAN, "t", new RoundOrder.Freeze()),
                        new RoundLetter.Ordered("0.1", 7, PLAN, "t", new RoundOrder.Snap(0)),
                        new RoundLetter.Ordered(
                                "0.1", 7, PLAN, "t", new RoundOrder.Thaw(ThawReason.OK)),
                        new RoundLetter.Reported("0.1", new RoundReport.Prepared(new HookEnd.Ok())),
                        new RoundLetter.Reported(
                                "0.1", new RoundReport.Frozen(new HookEnd.Failed("exit 1"))),
                        new RoundLetter.Reported(
                                "0.1", new RoundReport.Prepared(new HookEnd.Skip())),
                        new RoundLetter.Reported("0.1", new RoundReport.Snapped(3, "full")),
                        new RoundLetter.Reported(
                                "0.1",
                                new RoundReport.Thawed(
                                        Optional.of(Duration.ofMillis(7)),
                                        Duration.ofSeconds(2),
                                        true,
                                        "no")),
                        new RoundLetter.Closed("0.1", 7, "nightly", "consistent"),
                        new RoundLetter.Fired("nightly", 17));

        for (RoundLetter letter : letters) {
            assertEquals(letter, codec.decode(codec.encode(letter)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"is\":\"Closed\",\"round\":\"../x\",\"schedule\":\"a\",\"verdict\":\"b\"}",
                "{\"is\":\"Fired\",\"schedule\":null,\"due\":1}",
                "{\"is\":\"Runtime\",\"round\":\"0.1\"}",
                "{\"is\":\"Reported\",\"round\":\"0.1\",\"report\":{\"is\":\"Prepared\"}}"
            })
    void whatIsNoLetterIsGarbage(String text) {
        byte[] bytes = text.getBytes(UTF_8);

        assertThrows(IllegalArgumentException.class, () -> codec.decode(bytes));
    }
}
