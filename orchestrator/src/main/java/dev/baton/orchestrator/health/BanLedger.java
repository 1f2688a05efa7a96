package dev.baton.orchestrator.health;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;

import java.time.Duration;
import java.util.TreeMap;

/**
 * The leader's count of ban credits per node.
 *
 * <p>A failed takeover run gives each node that failed in it as many credits as there are nodes;
 * twice that number within the grace period bans. Source: CTDB events contract, sections 11 and 16
 * (6: every failing node is blamed).
 */
public final class BanLedger {

    private record Account(int credits, Moment last) {}

    private final int nodes;
    private Duration grace;
    private final TreeMap<Pnn, Account> accounts = new TreeMap<>();

    /**
     * @param grace how long credits are remembered; CTDB tunable RecoveryGracePeriod, default 120 s
     */
    public BanLedger(int nodes, Duration grace) {
        this.nodes = nodes;
        this.grace = grace;
    }

    /** How long credits are remembered from now on. */
    public void remember(Duration period) {
        grace = period;
    }

    /** Blames a node for one failed run; returns its credits. */
    public int blame(Moment now, Pnn node) {
        Account account = accounts.get(node);
        int before = 0;
        if (account != null && !now.isAfter(account.last().plus(grace))) {
            before = account.credits();
        }
        int credits = before + nodes;
        accounts.put(node, new Account(credits, now));
        return credits;
    }

    /** Whether the node has earned a ban. */
    public boolean isDue(Pnn node) {
        Account account = accounts.get(node);
        return account != null && account.credits() >= 2 * nodes;
    }

    /** Starts every count over, after a completed recovery. */
    public void clear() {
        accounts.clear();
    }

    /** Starts the node's count over, after its ban. */
    public void clear(Pnn node) {
        accounts.remove(node);
    }
}
