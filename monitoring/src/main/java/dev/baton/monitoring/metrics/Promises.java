package dev.baton.monitoring.metrics;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.node.NodeView;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The two promises, by address: time in which nobody served it though somebody could, and time in
 * which two nodes said that they do.
 *
 * <p>Every node looks, only the leader counts. One that leads because its predecessor is gone also
 * counts the time since the node that served was last heard; that nobody else will. Resolution: the
 * pause between two looks, and the time reports take. Thread: any. Source: monitoring, section 2.
 */
final class Promises {

    /** What is known of one address. */
    private static final class Address {

        private Optional<Pnn> server = Optional.empty();
        private Optional<Moment> unservedSince = Optional.empty();
        private boolean isTwice;
        private double unserved;
        private double twice;

        boolean isKept() {
            return unservedSince.isEmpty() && !isTwice;
        }

        /** No node has it, nor is to have it: nothing of it is to be watched any more. */
        void leaves() {
            server = Optional.empty();
            unservedSince = Optional.empty();
            isTwice = false;
        }
    }

    /** All that a look depends on; reports that did not change are the same objects. */
    private record Sight(
            Optional<Pnn> leader,
            boolean majority,
            PublicAddressesFile addresses,
            List<Pnn> nodes,
            List<Integer> flags,
            List<Optional<NodeReport>> reports) {

        static final Sight NONE =
                new Sight(
                        Optional.empty(),
                        false,
                        PublicAddressesFile.of(List.of()),
                        List.of(),
                        List.of(),
                        List.of());

        static Sight of(NodeView view) {
            List<Integer> flags = new ArrayList<>();
            List<Optional<NodeReport>> reports = new ArrayList<>();
            view.peers()
                    .values()
                    .forEach(
                            peer -> {
                                flags.add(peer.flags());
                                reports.add(peer.report());
                            });
            return new Sight(
                    view.leader(),
                    view.majority(),
                    view.addresses(),
                    List.copyOf(view.peers().keySet()),
                    flags,
                    reports);
        }
    }

    private final SortedMap<IpAddress, Address> addresses = new TreeMap<>();
    private Optional<Pnn> leader = Optional.empty();
    private Moment looked = Moment.PAST;
    private Sight seen = Sight.NONE;

    /** Whether every address is on one node, or could be on none. */
    private boolean isWell;

    /** Looks at a view; to be called over and over, with times that never go back. */
    synchronized void look(NodeView view, Moment now) {
        Sight sight = Sight.of(view);
        if (isWell && sight.equals(seen)) {
            looked = now;
            return;
        }
        seen = sight;
        lookAtAll(view, now);
        isWell = addresses.values().stream().allMatch(Address::isKept);
    }

    private void lookAtAll(NodeView view, Moment now) {
        boolean leads = leads(view);
        Moment since =
                leads && (inherits(view) || looked.equals(Moment.PAST)) ? Moment.PAST : looked;
        SortedSet<IpAddress> known = known(view);
        addresses.forEach(
                (ip, address) -> {
                    if (!known.contains(ip)) {
                        address.leaves();
                    }
                });
        for (IpAddress ip : known) {
            Address address = addresses.computeIfAbsent(ip, _ -> new Address());
            List<Pnn> servers = servers(view, ip);
            if (leads && servers.size() > 1 && !looked.equals(Moment.PAST)) {
                address.twice += seconds(looked, now);
            }
            address.isTwice = servers.size() > 1;
            follow(address, view, ip, servers, now);
            if (leads && address.unservedSince.isPresent()) {
                address.unserved += seconds(Moment.later(since, address.unservedSince.get()), now);
            }
        }
        leader = view.leader();
        looked = now;
    }

    private static boolean leads(NodeView view) {
        return view.leader().filter(view.self().node()::equals).isPresent();
    }

    /** Whether this node leads from now on because the one that did is gone. */
    private boolean inherits(NodeView view) {
        return !leader.equals(view.leader())
                && leader.flatMap(before -> peer(view, before))
                        .filter(before -> NodeFlag.DISCONNECTED.in(before.flags()))
                        .isPresent();
    }

    private static void follow(
            Address address, NodeView view, IpAddress ip, List<Pnn> servers, Moment now) {
        if (!servers.isEmpty()) {
            address.server = Optional.of(servers.getFirst());
            address.unservedSince = Optional.empty();
        } else if (!couldBeServed(view, ip)) {
            address.unservedSince = Optional.empty();
        } else if (address.unservedSince.isEmpty()) {
            address.unservedSince = Optional.of(lastServed(address, view).orElse(now));
        }
    }

    /** Of a node that is gone nobody knows more than when it was last heard. */
    private static Optional<Moment> lastServed(Address address, NodeView view) {
        return address.server
                .flatMap(server -> peer(view, server))
                .filter(peer -> NodeFlag.DISCONNECTED.in(peer.flags()))
                .map(NodeView.Peer::lastHeard);
    }

    private static Optional<NodeView.Peer> peer(NodeView view, Pnn pnn) {
        return Optional.ofNullable(view.peers().get(pnn));
    }

    private static SortedSet<IpAddress> known(NodeView view) {
        SortedSet<IpAddress> all = new TreeSet<>(view.addresses().addresses().keySet());
        view.peers()
                .values()
                .forEach(
                        peer -> peer.report().ifPresent(it -> all.addAll(it.addresses().keySet())));
        return all;
    }

    private static List<Pnn> servers(NodeView view, IpAddress ip) {
        List<Pnn> servers = new ArrayList<>();
        for (Map.Entry<Pnn, NodeView.Peer> each : view.peers().entrySet()) {
            boolean serves =
                    connected(each.getValue(), ip)
                            .map(AddressReport::phase)
                            .filter(
                                    phase ->
                                            phase == AddressPhase.SERVING
                                                    || phase == AddressPhase.UPDATING)
                            .isPresent();
            if (serves) {
                servers.add(each.getKey());
            }
        }
        return servers;
    }

    private static boolean couldBeServed(NodeView view, IpAddress ip) {
        return view.majority()
                && view.peers().values().stream()
                        .filter(NodeState::isServable)
                        .anyMatch(
                                peer ->
                                        connected(peer, ip)
                                                .filter(AddressReport::available)
                                                .isPresent());
    }

    private static Optional<AddressReport> connected(NodeView.Peer peer, IpAddress ip) {
        return NodeFlag.DISCONNECTED.in(peer.flags())
                ? Optional.empty()
                : peer.report().map(report -> report.addresses().get(ip));
    }

    private static double seconds(Moment from, Moment to) {
        return Math.max(0, to.since(from).toNanos()) / 1e9;
    }

    /** On no node, and on two. */
    record Seconds(double unserved, double twice) {
        static final Seconds NONE = new Seconds(0, 0);
    }

    /** Whether the next look at the same sight looks at single addresses. */
    synchronized boolean looksCloser() {
        return !isWell;
    }

    /** What was counted so far of every address that was ever seen, in seconds. */
    record Kept(SortedMap<IpAddress, Seconds> counted) {

        SortedSet<IpAddress> addresses() {
            return new TreeSet<>(counted.keySet());
        }

        Seconds of(IpAddress ip) {
            return counted.getOrDefault(ip, Seconds.NONE);
        }
    }

    synchronized Kept kept() {
        TreeMap<IpAddress, Seconds> all = new TreeMap<>();
        addresses.forEach((ip, it) -> all.put(ip, new Seconds(it.unserved, it.twice)));
        return new Kept(all);
    }
}
