package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Duration;

/**
 * This node's own flags: it alone sets and clears them. Source: CTDB events contract, section 9.
 */
final class Flags {

    private final Pnn self;
    private int bits;
    private String reason = "";
    private String failingScript = "";
    private Moment banEnds = Moment.NEVER;

    Flags(Pnn self, int startFlags) {
        this.self = self;
        this.bits = NodeFlag.UNHEALTHY.bit() | startFlags;
    }

    int bits() {
        return bits;
    }

    String reason() {
        return reason;
    }

    String failingScript() {
        return failingScript;
    }

    boolean has(NodeFlag flag) {
        return flag.in(bits);
    }

    boolean inactive() {
        return NodeFlag.inactive(bits);
    }

    boolean set(Work work, NodeFlag flag, String why) {
        if (flag == NodeFlag.UNHEALTHY) {
            failingScript = why;
        } else {
            reason = why;
        }
        return change(work, bits | flag.bit(), why);
    }

    boolean clear(Work work, NodeFlag flag, String why) {
        if (flag == NodeFlag.UNHEALTHY) {
            failingScript = "";
        } else {
            reason = "";
        }
        return change(work, bits & ~flag.bit(), why);
    }

    /** {@code length} zero: until unbanned. */
    void ban(Work work, Duration length, String why) {
        banEnds = length.isZero() ? Moment.NEVER : work.now().plus(length);
        set(work, NodeFlag.BANNED, why);
    }

    void unban(Work work, String why) {
        banEnds = Moment.NEVER;
        clear(work, NodeFlag.BANNED, why);
    }

    void wake(Work work) {
        if (!work.now().isBefore(banEnds)) {
            unban(work, "ban_ended");
        }
    }

    Moment nextDeadline() {
        return banEnds;
    }

    private boolean change(Work work, int to, String why) {
        boolean changed = to != bits;
        if (changed) {
            work.fact(new Fact.FlagsChanged(self, bits, to, why));
            bits = to;
        }
        return changed;
    }
}
