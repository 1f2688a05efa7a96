package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The connections of clients to public addresses, so that whoever takes an address can make its
 * clients notice.
 *
 * <p>The node that serves an address has the authority over its list and tells it to the others:
 * what changed at most a second later, at once when the address leaves, everything at
 * TickleUpdateInterval and when a node connects. Bounds: {@value #MOST_OF_ADDRESS} connections of
 * one address, {@value #MOST} of all; more are not registered. Source: CTDB events contract,
 * section 14.2.
 */
final class Connections {

    static final int MOST_OF_ADDRESS = 4096;
    static final int MOST = 65_536;
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final Incarnation self;
    private final Supplier<Duration> interval;
    private final TreeMap<IpAddress, TreeSet<Connection>> lists = new TreeMap<>();

    /** The hold that the copy of a list came from. */
    private final TreeMap<IpAddress, Long> holds = new TreeMap<>();

    private final TreeSet<IpAddress> untold = new TreeSet<>();
    private final TreeSet<IpAddress> full = new TreeSet<>();
    private final TreeSet<Long> reached = new TreeSet<>();
    private SortedMap<IpAddress, List<Connection>> shown = Collections.emptySortedMap();
    private Moment tellAt = Moment.NEVER;
    private Moment tellAllAt = Moment.PAST;

    /**
     * @param interval after which everything is told again
     */
    Connections(Incarnation self, Supplier<Duration> interval) {
        this.self = self;
        this.interval = interval;
    }

    /** Registers connections to this address; how many of them there was no room for. */
    int add(Work work, IpAddress ip, List<Connection> connections) {
        TreeSet<Connection> list = lists.computeIfAbsent(ip, _ -> new TreeSet<>());
        int room = Math.min(MOST_OF_ADDRESS - list.size(), MOST - count());
        List<Connection> fresh =
                connections.stream().filter(one -> !list.contains(one)).distinct().toList();
        List<Connection> fitting = fresh.subList(0, Math.min(fresh.size(), Math.max(0, room)));
        list.addAll(fitting);
        changed(work, ip, !fitting.isEmpty());
        int refused = fresh.size() - fitting.size();
        if (refused > 0 && full.add(ip)) {
            work.fact(new Fact.ConnectionsFull(ip, list.size(), refused));
        }
        return refused;
    }

    void remove(Work work, IpAddress ip, List<Connection> connections) {
        TreeSet<Connection> list = lists.get(ip);
        if (list != null) {
            boolean any = list.removeAll(new TreeSet<>(connections));
            changed(work, ip, any);
        }
    }

    private int count() {
        return lists.values().stream().mapToInt(TreeSet::size).sum();
    }

    private void changed(Work work, IpAddress ip, boolean really) {
        if (!really) {
            return;
        }
        full.remove(ip);
        untold.add(ip);
        tellAt = Moment.earlier(tellAt, work.now().plus(TOGETHER));
        show();
    }

    private void show() {
        TreeMap<IpAddress, List<Connection>> now = new TreeMap<>();
        lists.forEach(
                (ip, list) -> {
                    if (!list.isEmpty()) {
                        now.put(ip, List.copyOf(list));
                    }
                });
        shown = Collections.unmodifiableSortedMap(now);
    }

    /** Every list that is not empty. */
    SortedMap<IpAddress, List<Connection>> shown() {
        return shown;
    }

    /** The connections of an address that is served here from now on; its list begins anew. */
    List<Connection> taken(Work work, IpAddress ip) {
        TreeSet<Connection> list = lists.remove(ip);
        holds.remove(ip);
        if (list == null || list.isEmpty()) {
            return List.of();
        }
        changed(work, ip, true);
        return new ArrayList<>(list);
    }

    /** A holder's list replaces the copy, unless it is of an earlier hold. */
    void told(Message.Connections message) {
        if (message.number() < holds.getOrDefault(message.ip(), 0L)) {
            return;
        }
        holds.put(message.ip(), message.number());
        lists.remove(message.ip());
        int room = Math.max(0, Math.min(MOST_OF_ADDRESS, MOST - count()));
        List<Connection> fitting =
                message.connections().stream()
                        .filter(one -> one.server().equals(message.ip()))
                        .limit(room)
                        .toList();
        lists.put(message.ip(), new TreeSet<>(fitting));
        show();
    }

    /** An address that is configured here no more. */
    void forget(IpAddress ip) {
        holds.remove(ip);
        untold.remove(ip);
        full.remove(ip);
        if (lists.remove(ip) != null) {
            show();
        }
    }

    /** Tells the others what is due. */
    void wake(Work work, HostedAddresses addresses, Peers peers, Outgoing outgoing) {
        boolean everything =
                !work.now().isBefore(tellAllAt) || (!shown.isEmpty() && hasNewPeer(peers));
        boolean changes = !work.now().isBefore(tellAt);
        if (everything) {
            tellAllAt = work.now().plus(interval.get());
            untold.addAll(shown.keySet());
        }
        if (everything || changes || addresses.isAnyLeaving(untold)) {
            tellAt = Moment.NEVER;
            for (IpAddress ip : untold) {
                addresses
                        .find(ip)
                        .filter(Connections::isOwn)
                        .ifPresent(host -> tell(work, host, peers, outgoing));
            }
            untold.clear();
        }
    }

    private static boolean isOwn(HostedAddress host) {
        return host.phase() == AddressPhase.SERVING
                || host.phase() == AddressPhase.UPDATING
                || host.phase() == AddressPhase.RELEASING;
    }

    private boolean hasNewPeer(Peers peers) {
        TreeSet<Long> connected = new TreeSet<>();
        peers.all().values().stream()
                .filter(state -> state.connected)
                .forEach(state -> connected.add(state.incarnation));
        boolean more = !reached.containsAll(connected);
        if (more || reached.size() != connected.size()) {
            reached.clear();
            reached.addAll(connected);
        }
        return more;
    }

    private void tell(Work work, HostedAddress host, Peers peers, Outgoing outgoing) {
        IpAddress ip = host.address().ip();
        List<Connection> list = shown.getOrDefault(ip, List.of());
        Message message = new Message.Connections(self, ip, host.number(), list);
        peers.all()
                .forEach(
                        (peer, state) -> {
                            if (state.connected) {
                                outgoing.send(work, peer, message);
                            }
                        });
    }

    Moment nextDeadline() {
        return shown.isEmpty() ? tellAt : Moment.earlier(tellAt, tellAllAt);
    }
}
