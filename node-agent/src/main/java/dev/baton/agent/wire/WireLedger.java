package dev.baton.agent.wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens on the wire and logs each complaint about a peer once until the peer is well.
 *
 * <p>Thread: complaints on the wire's context only; the counters may be read from anywhere.
 */
final class WireLedger {

    private static final Logger LOG = LoggerFactory.getLogger("dev.baton.agent.wire");

    final LongAdder framesIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder replaced = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder garbage = new LongAdder();
    private final Set<String> refusals = new LinkedHashSet<>();
    private final Set<String> garbageSenders = new LinkedHashSet<>();

    /** A greeting was refused, by this node or the peer. */
    void refused(String remote, String sentence) {
        refused.increment();
        if (isNew(refusals, remote + ' ' + sentence)) {
            LOG.warn("wire_refused peer={} reason=\"{}\"", remote, sentence);
        }
    }

    /** A peer sent what no agent sends. Logged once per peer: its text differs every time. */
    void garbage(String remote, String why) {
        garbage.increment();
        if (isNew(garbageSenders, remote)) {
            LOG.warn("wire_garbage peer={} reason=\"{}\"", remote, why);
        }
    }

    /** A greeting was accepted: what was wrong with this peer has changed. */
    void well(String remote) {
        refusals.removeIf(known -> known.startsWith(remote + ' '));
    }

    WireCounters counters() {
        return new WireCounters(
                framesIn.sum(),
                framesOut.sum(),
                refused.sum(),
                garbage.sum(),
                dropped.sum(),
                replaced.sum());
    }

    private static boolean isNew(Set<String> known, String sentence) {
        if (known.size() >= WireLimits.REMEMBERED_SENTENCES) {
            known.remove(known.iterator().next());
        }
        return known.add(sentence);
    }
}
