package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;

@DisplayName("Operator contract, section 3, rule 5: a digest of what must be equal")
class ClusterSettingsTest {

    @Test
    void theDigestIsTheSameOnAllNodes() {
        String first = settings("a", 0, "10.0.0.1\n10.0.0.2\n").digest();
        String second = settings("b", 1, "10.0.0.1\n\n10.0.0.2\n").digest();

        assertEquals(first, second);
    }

    @Test
    void theDigestIsTheSameInEveryVersion() {
        assertEquals(
                "0e00ba603560977d1aeefe85e4f6e8a3eefe49a343bb72d39d71eb76387fdf09",
                settings("a", 0, "10.0.0.1\n#10.0.0.2\nfd00::3\n").digest());
    }

    @Test
    void theDigestTellsDifferentTimes() {
        assertNotEquals(SharedDigest.of(LeaseTiming.DEFAULT), SharedDigest.of(promising(4400)));
    }

    @Test
    void aNodeThatIsNotInNodesCannotBeWritten() {
        assertThrows(
                IllegalArgumentException.class, () -> settings("a", 1, "10.0.0.1\n#10.0.0.2\n"));
    }

    @Test
    void theOwnAddressIsThatOfThePnn() {
        assertEquals(IpAddress.of("10.0.0.2"), settings("a", 1, "10.0.0.1\n10.0.0.2\n").address());
    }

    @Test
    @DisplayName("docs/safety.md: the defaults keep the inequality, and it is tight")
    void theDefaultTimesAreSafe() {
        assertTrue(LeaseTiming.DEFAULT.isSafe());
        assertTrue(promising(4293).isSafe());
        assertFalse(promising(4292).isSafe());
    }

    private static LeaseTiming promising(int millis) {
        LeaseTiming usual = LeaseTiming.DEFAULT;
        return new LeaseTiming(
                usual.heartbeat(),
                usual.latest(),
                usual.lifetime(),
                usual.kernelLateness(),
                usual.clockRatePermille(),
                Duration.ofMillis(millis));
    }

    private static NodesFile nodes(String text) {
        return NodesFile.parse("nodes", Lines.of(text)).value();
    }

    private static ClusterSettings settings(String name, int pnn, String text) {
        return ClusterSettings.withDefaults(
                Layout.under(Path.of("base")),
                new NodeName(name),
                new Pnn(pnn),
                nodes(text),
                PublicAddressesFile.NONE);
    }
}
