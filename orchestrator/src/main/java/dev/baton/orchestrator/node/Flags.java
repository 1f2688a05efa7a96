package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Duration;
import java.util.TreeMap;

/**
 * This node's own flags: it alone sets and clears them. Source: CTDB events contract, section 9.
 */
final class Flags {

    private final Pnn self;
    private int bits;
    private final LiveRules rules;
    private final TreeMap<NodeFlag, String> reasons = new TreeMap<>();
    private String failingScript = "";
    private Moment banEnds = Moment.NEVER;

    Flags(Pnn self, LiveRules rules, int startFlags) {
        this.self = self;
        this.rules = rules;
        this.bits = NodeFlag.UNHEALTHY.bit() | startFlags;
    }

    /** Flags as they were saved; the words go with the first flag of an operator. */
    static Flags saved(Pnn self, LiveRules rules, int bits, String reason, String failingScript) {
        Flags flags = new Flags(self, rules, 0);
        flags.bits = bits;
        flags.failingScript = failingScript;
        if (!reason.isEmpty()) {
            NodeFlag.of(bits).stream()
                    .filter(flag -> flag != NodeFlag.UNHEALTHY)
                    .findFirst()
                    .ifPresent(flag -> flags.reasons.put(flag, reason));
        }
        return flags;
    }

    int bits() {
        return bits;
    }

    /** An operator's words for the flags that are set, in the order of the flags. */
    String reason() {
        return String.join("; ", reasons.values());
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
        } else if (why.isEmpty()) {
            reasons.remove(flag);
        } else {
            reasons.put(flag, why);
        }
        return change(work, bits | flag.bit(), why);
    }

    boolean clear(Work work, NodeFlag flag, String why) {
        if (flag == NodeFlag.UNHEALTHY) {
            failingScript = "";
        }
        reasons.remove(flag);
        return change(work, bits & ~flag.bit(), why);
    }

    /**
     * Bans this node; its time starts anew when it is banned already. Without {@code EnableBans}
     * nothing happens. Source: CTDB events contract, section 11.
     *
     * @param length zero: until unbanned
     * @return whether bans are enabled
     */
    boolean ban(Work work, Duration length, String why) {
        if (!rules.now().enableBans()) {
            return false;
        }
        banEnds = length.isZero() ? Moment.NEVER : work.now().plus(length);
        set(work, NodeFlag.BANNED, why);
        return true;
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
