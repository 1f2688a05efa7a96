package dev.baton.testcluster.simulation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.node.NodeView;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the facts of each node add up to, beside what its view shows: an operator who reads the
 * history knows the state, and nothing changes without a fact.
 *
 * <p>A view is made only after a fact that counts, and now and then.
 */
final class ToldHistory implements Checker {

    static final String RULE = "the history tells what the view shows";

    /** One of so many steps without a fact is looked at, too. */
    private static final int NOW_AND_THEN = 64;

    /** Of one life. */
    private static final class Told {
        Runstate runstate = Runstate.INIT;
        int leader = -1;
        boolean majority;
        final TreeSet<Pnn> connected = new TreeSet<>();
        final TreeSet<IpAddress> serving = new TreeSet<>();
        boolean isFresh;
        int steps;
    }

    private final TreeMap<Incarnation, Told> lives = new TreeMap<>();

    @Override
    public String rule() {
        return RULE;
    }

    void tell(Incarnation teller, Fact fact) {
        Told told = lives.computeIfAbsent(teller, _ -> new Told());
        boolean counts = true;
        switch (fact) {
            case Fact.RunstateChanged changed -> told.runstate = changed.to();
            case Fact.LeaderChanged changed -> told.leader = changed.to();
            case Fact.MajorityChanged changed -> told.majority = changed.majority();
            case Fact.PeerConnected peer -> told.connected.add(peer.pnn());
            case Fact.PeerDisconnected peer -> told.connected.remove(peer.pnn());
            case Fact.AddressTaken taken -> told.serving.add(taken.ip());
            case Fact.AddressReleased released -> told.serving.remove(released.ip());
            case Fact.AddressMissing missing -> told.serving.remove(missing.ip());
            default -> counts = false;
        }
        told.isFresh |= counts;
    }

    /** A node that is in the list no more is forgotten, as the fact of changed voters says. */
    void meets(Incarnation teller, Set<Pnn> nodes) {
        lives.computeIfAbsent(teller, _ -> new Told()).connected.retainAll(nodes);
    }

    @Override
    public Optional<String> broken(Simulator world, SimulatedNode changed) {
        Told told = lives.computeIfAbsent(changed.life(), _ -> new Told());
        boolean looks = told.isFresh || ++told.steps % NOW_AND_THEN == 0;
        told.isFresh = false;
        return looks
                ? changed.view()
                        .flatMap(view -> difference(told, view))
                        .map(what -> "node " + changed.pnn() + ": " + what)
                : Optional.empty();
    }

    private static Optional<String> difference(Told told, NodeView view) {
        if (told.runstate != view.runstate()) {
            return Optional.of("told " + told.runstate + ", is " + view.runstate());
        }
        int leader = view.leader().map(Pnn::value).orElse(-1);
        if (told.leader != leader) {
            return Optional.of("told leader " + told.leader + ", is " + leader);
        }
        if (told.majority != view.majority()) {
            return Optional.of("told majority " + told.majority + ", is " + view.majority());
        }
        return connections(told, view).or(() -> addresses(told, view));
    }

    private static Optional<String> connections(Told told, NodeView view) {
        TreeSet<Pnn> connected = new TreeSet<>();
        view.peers()
                .forEach(
                        (pnn, peer) -> {
                            boolean is = !NodeFlag.DISCONNECTED.in(peer.flags());
                            if (NodeFlag.DELETED.in(peer.flags())) {
                                told.connected.remove(pnn);
                            } else if (is && !pnn.equals(view.self().node())) {
                                connected.add(pnn);
                            }
                        });
        return told.connected.equals(connected)
                ? Optional.empty()
                : Optional.of("told connected " + told.connected + ", are " + connected);
    }

    private static Optional<String> addresses(Told told, NodeView view) {
        return Optional.ofNullable(view.peers().get(view.self().node())).stream()
                .flatMap(self -> self.report().stream())
                .flatMap(report -> report.addresses().entrySet().stream())
                .filter(entry -> contradicts(told, entry.getKey(), entry.getValue().phase()))
                .findFirst()
                .map(entry -> "told serving " + told.serving + ", but " + entry);
    }

    private static boolean contradicts(Told told, IpAddress ip, AddressPhase phase) {
        return switch (phase) {
            case SERVING, UPDATING -> !told.serving.contains(ip);
            case ABSENT, ASKING, TAKING -> told.serving.contains(ip);
            case RELEASING -> false;
        };
    }
}
