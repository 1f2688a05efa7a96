package dev.baton.orchestrator.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Ban credits. Source: CTDB events contract, section 11. */
class BanLedgerTest {

    private static final Pnn NODE = new Pnn(1);
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final Moment NOW = new Moment(0);

    private final BanLedger ledger = new BanLedger(3, GRACE);

    @Test
    @DisplayName("The second failed run within the grace period earns a ban (section 11)")
    void theSecondFailureEarnsABan() {
        assertEquals(3, ledger.blame(NOW, NODE));
        assertFalse(ledger.isDue(NODE));
        assertEquals(6, ledger.blame(NOW.plus(GRACE), NODE));
        assertTrue(ledger.isDue(NODE));
    }

    @Test
    @DisplayName("Credits older than the grace period are forgotten (11, RecoveryGracePeriod)")
    void oldCreditsAreForgotten() {
        ledger.blame(NOW, NODE);
        assertEquals(3, ledger.blame(NOW.plus(GRACE).plus(Duration.ofNanos(1)), NODE));
        assertFalse(ledger.isDue(NODE));
    }

    @Test
    @DisplayName("Each node has its own account (section 16, row 6)")
    void eachNodeHasItsOwnAccount() {
        ledger.blame(NOW, NODE);
        ledger.blame(NOW, new Pnn(2));
        assertFalse(ledger.isDue(NODE));
        assertFalse(ledger.isDue(new Pnn(2)));
        assertFalse(ledger.isDue(new Pnn(0)), "never blamed");
    }

    @Test
    @DisplayName("A ban, or a completed recovery, starts the count over (section 11)")
    void clearingStartsOver() {
        ledger.blame(NOW, NODE);
        ledger.blame(NOW, NODE);
        ledger.clear(NODE);
        assertFalse(ledger.isDue(NODE));
        assertEquals(3, ledger.blame(NOW, NODE));
    }
}
