package dev.baton.agent.cli;

import dev.baton.agent.records.NodeRecord;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One published view as operators ask about it: nodes and addresses by name. */
final class Picture {

    /** One address on a node that says something of it. */
    record Place(Pnn node, AddressReport report) {}

    private final CliContext context;
    private final NodeView view;

    private Picture(CliContext context, NodeView view) {
        this.context = context;
        this.view = view;
    }

    static Picture of(CliContext context) {
        return new Picture(context, context.views().get());
    }

    NodeView view() {
        return view;
    }

    /** Every node that is not deleted. */
    List<Pnn> nodes() {
        return view.peers().entrySet().stream()
                .filter(peer -> !NodeFlag.DELETED.in(peer.getValue().flags()))
                .map(Map.Entry::getKey)
                .toList();
    }

    int flags(Pnn pnn) {
        return peer(pnn).flags();
    }

    NodeView.Peer peer(Pnn pnn) {
        NodeView.Peer peer = view.peers().get(pnn);
        if (peer == null) {
            throw Complaint.notFound("node " + pnn + " is not configured. Known: baton node list");
        }
        return peer;
    }

    Optional<NodeReport> report(Pnn pnn) {
        return peer(pnn).report();
    }

    /** What a node has said of itself in the shared records. */
    Optional<NodeRecord> record(Pnn pnn) {
        return Optional.ofNullable(context.shared().nodes().get(pnn));
    }

    /** How long ago a node wrote its record, by two wall clocks. */
    Duration age(NodeRecord record) {
        return Duration.between(record.at(), context.wall().instant());
    }

    /** The name of a node as it told it or as its record has it, else its private address. */
    String name(Pnn pnn) {
        if (pnn.equals(view.self().node())) {
            return view.name().value();
        }
        NodeView.Peer peer = view.peers().get(pnn);
        return Optional.ofNullable(peer)
                .flatMap(NodeView.Peer::report)
                .map(NodeReport::name)
                .or(() -> record(pnn).map(NodeRecord::name))
                .map(NodeName::value)
                .orElse(address(pnn));
    }

    String address(Pnn pnn) {
        return view.voters()
                .set()
                .nodes()
                .addressOf(pnn)
                .map(IpAddress::toString)
                .orElse("pnn " + pnn);
    }

    boolean connected(Pnn pnn) {
        return !NodeFlag.DISCONNECTED.in(flags(pnn));
    }

    /** Neither disconnected nor banned nor stopped. */
    boolean takesPart(Pnn pnn) {
        return !NodeFlag.inactive(flags(pnn));
    }

    boolean ok(Pnn pnn) {
        return flags(pnn) == 0 && report(pnn).filter(NodeReport::canHost).isPresent();
    }

    /** {@code OK}, {@code PARTIALLY ONLINE}, {@code STARTING}, or its flags. */
    String state(Pnn pnn) {
        if (flags(pnn) != 0) {
            return NodeFlag.of(flags(pnn)).stream()
                    .map(NodeFlag::name)
                    .collect(Collectors.joining("|"));
        }
        if (!ok(pnn)) {
            return "STARTING";
        }
        boolean partial = report(pnn).filter(it -> !it.interfacesDown().isEmpty()).isPresent();
        return partial ? "PARTIALLY ONLINE" : "OK";
    }

    /** Every public address any node has told of, or this node is configured with. */
    List<IpAddress> addresses() {
        TreeSet<IpAddress> all = new TreeSet<>(view.addresses().addresses().keySet());
        view.peers().values().stream()
                .flatMap(peer -> peer.report().stream())
                .forEach(report -> all.addAll(report.addresses().keySet()));
        return List.copyOf(all);
    }

    /** What each node says of an address; a disconnected node's word counts no more. */
    List<Place> places(IpAddress ip) {
        List<Place> places = new ArrayList<>();
        for (Pnn pnn : nodes()) {
            Optional<NodeReport> report = connected(pnn) ? report(pnn) : Optional.empty();
            report.map(it -> it.addresses().get(ip))
                    .ifPresent(address -> places.add(new Place(pnn, address)));
        }
        return places;
    }

    /** The nodes that answer for an address or are about to. */
    List<Place> holders(IpAddress ip) {
        return places(ip).stream().filter(place -> place.report().holds()).toList();
    }

    Optional<Place> server(IpAddress ip) {
        return holders(ip).stream()
                .filter(place -> place.report().phase() == AddressPhase.SERVING)
                .findFirst();
    }

    /** Who answered for it from outside the cluster, told by who serves or would serve it. */
    Optional<Place> foreign(IpAddress ip) {
        boolean unserved = holders(ip).isEmpty();
        return places(ip).stream()
                .filter(place -> !place.report().foreign().isEmpty())
                .filter(place -> unserved || place.report().holds())
                .findFirst();
    }

    /** The addresses a connected node holds. */
    List<IpAddress> heldBy(Pnn pnn) {
        return report(pnn)
                .filter(_ -> connected(pnn))
                .map(
                        report ->
                                new TreeMap<>(report.addresses())
                                        .entrySet().stream()
                                                .filter(entry -> entry.getValue().holds())
                                                .map(Map.Entry::getKey)
                                                .toList())
                .orElse(List.of());
    }

    /** {@code here}, {@code 0 s ago}, or {@code never}. */
    String heard(Pnn pnn) {
        if (pnn.equals(view.self().node())) {
            return "here";
        }
        return never(pnn) ? "never" : Times.words(age(pnn)) + " ago";
    }

    Duration age(Pnn pnn) {
        return context.age(peer(pnn).lastHeard());
    }

    boolean never(Pnn pnn) {
        return peer(pnn).lastHeard().equals(Moment.PAST);
    }

    /** How many nodes nothing is wrong with. */
    long okNodes() {
        return nodes().stream().filter(this::ok).count();
    }

    /** How many addresses a node serves. */
    long served() {
        return addresses().stream().filter(ip -> server(ip).isPresent()).count();
    }
}
