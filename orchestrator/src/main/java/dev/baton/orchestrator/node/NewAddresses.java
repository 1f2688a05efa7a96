package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The nodes that were given new addresses while they ran, as the leader sees it: the next
 * successful run may give them addresses for balance although they hold some.
 *
 * <p>Seen from the reports, so that no message about it can be lost; forgotten with the leader.
 * Source: CTDB events contract, section 13.1.
 */
final class NewAddresses {

    /** Operators add an address to one node after another: the first waits so long. */
    private static final Duration MORE = Duration.ofMillis(300);

    private record Seen(long incarnation, long version, SortedSet<IpAddress> addresses) {}

    private final TreeMap<Pnn, Seen> seen = new TreeMap<>();
    private final TreeSet<Pnn> targets = new TreeSet<>();
    private final TreeSet<Pnn> planned = new TreeSet<>();
    private Moment more = Moment.NEVER;

    /** Compares each report with the one before it of the same life. */
    void look(Moment now, ClusterSnapshot snapshot, Leader.Node node) {
        if (!now.isBefore(more)) {
            more = Moment.NEVER;
        }
        snapshot.reports()
                .forEach(
                        (pnn, report) -> {
                            long life = node.life(pnn).map(Incarnation::number).orElse(0L);
                            if (hasGrown(pnn, life, report)) {
                                targets.add(pnn);
                                more = Moment.earlier(more, now.plus(MORE));
                            }
                        });
    }

    private boolean hasGrown(Pnn pnn, long life, NodeReport report) {
        Optional<Seen> before =
                Optional.ofNullable(seen.get(pnn)).filter(old -> old.incarnation() == life);
        if (before.filter(old -> old.version() == report.version()).isPresent()) {
            return false;
        }
        TreeSet<IpAddress> now = new TreeSet<>(report.addresses().keySet());
        seen.put(pnn, new Seen(life, report.version(), now));
        return before.filter(old -> !old.addresses().containsAll(now)).isPresent();
    }

    /** Whether other nodes may be given the same addresses in a moment. */
    boolean awaitsMore(Moment now) {
        return more.isBefore(Moment.NEVER) && now.isBefore(more);
    }

    /** From now on these are what a run is planned with. */
    SortedSet<Pnn> targets() {
        planned.clear();
        planned.addAll(targets);
        return Collections.unmodifiableSortedSet(planned);
    }

    /** The last plan was carried out, or there was nothing to do. */
    void served() {
        targets.removeAll(planned);
        planned.clear();
    }

    Moment nextDeadline() {
        return more;
    }
}
