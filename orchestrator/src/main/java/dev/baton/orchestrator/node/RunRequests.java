package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.takeover.TakeoverRun;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What operators ask of a leader's next run, and who waits for its end. Requests that come during a
 * run are for the one after it.
 */
final class RunRequests {

    private record Waiting(Asker asker, Optional<IpAddress> ip, Pnn to) {}

    private final TreeMap<IpAddress, Pnn> pins = new TreeMap<>();
    private final TreeSet<IpAddress> freed = new TreeSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Waiting> served = new ArrayList<>();

    /** The address goes to this node. */
    void move(IpAddress ip, Pnn to, Asker asker) {
        pins.put(ip, to);
        waiting.add(new Waiting(asker, Optional.of(ip), to));
    }

    /** There is a run, whatever it does. */
    void run(Asker asker, Pnn self) {
        waiting.add(new Waiting(asker, Optional.empty(), self));
    }

    /** These addresses are spread anew. */
    void free(Collection<IpAddress> ips) {
        freed.addAll(ips);
    }

    SortedMap<IpAddress, Pnn> pins() {
        return Collections.unmodifiableSortedMap(pins);
    }

    SortedSet<IpAddress> freed() {
        return Collections.unmodifiableSortedSet(freed);
    }

    /** Whether all that is asked for is that addresses go to certain nodes. */
    boolean isOnlyMoves() {
        return freed.isEmpty() && !waiting.isEmpty() && !isRunWanted();
    }

    /** Whether somebody waits for a run as such. */
    boolean isRunWanted() {
        return waiting.stream().anyMatch(asked -> asked.ip().isEmpty());
    }

    /** A run has been planned with all of it. */
    void begun() {
        freed.clear();
        served.addAll(waiting);
        waiting.clear();
    }

    /** What to tell those whose run is over. */
    SequencedMap<Asker, OperatorReply> answers(
            TakeoverRun over, SortedMap<Pnn, NodeReport> reports) {
        SequencedMap<Asker, OperatorReply> answers = new LinkedHashMap<>();
        for (Waiting asked : served) {
            answers.put(asked.asker(), verdict(asked, over, reports));
            asked.ip().ifPresent(pins::remove);
        }
        served.clear();
        return answers;
    }

    /** All who wait for anything. */
    List<Asker> askers() {
        List<Waiting> all = new ArrayList<>(waiting);
        all.addAll(served);
        return all.stream().map(Waiting::asker).toList();
    }

    private static OperatorReply verdict(
            Waiting asked, TakeoverRun over, SortedMap<Pnn, NodeReport> reports) {
        if (asked.ip().isPresent()) {
            IpAddress ip = asked.ip().get();
            boolean there =
                    Optional.ofNullable(reports.get(asked.to()))
                            .map(report -> report.addresses().get(ip))
                            .filter(AddressReport::holds)
                            .isPresent();
            return there
                    ? new OperatorReply.Done("moved " + ip)
                    : new OperatorReply.Failed(
                            "run %s did not bring %s to that node: %s"
                                    .formatted(over.id(), ip, why(over, ip)));
        }
        return over.failures().isEmpty()
                ? new OperatorReply.Done(
                        "run %s is done, addresses moved: %d".formatted(over.id(), over.moved()))
                : new OperatorReply.Failed("run " + over.id() + ": " + over.failures());
    }

    private static String why(TakeoverRun over, IpAddress ip) {
        if (over.heldBack().containsKey(ip)) {
            return "its right is still promised to another node";
        }
        return over.failures().isEmpty()
                ? "the node cannot host it now"
                : over.failures().toString();
    }
}
