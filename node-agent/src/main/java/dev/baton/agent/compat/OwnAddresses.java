package dev.baton.agent.compat;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.node.NodeView;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Public addresses and interfaces as this node sees them. Source: CTDB command contract, section
 * 3.3.
 */
final class OwnAddresses {

    /** IPv4 before IPv6, then as numbers. */
    static final Comparator<IpAddress> ORDER =
            Comparator.comparing(IpAddress::isIpv6).thenComparing(Comparator.naturalOrder());

    private final PublicAddressesFile configured;
    private final NodeView view;

    OwnAddresses(ToolCall call) {
        this.view = call.view();
        this.configured = view.addresses();
    }

    /** What this node is configured with. */
    List<IpAddress> own() {
        return configured.addresses().keySet().stream().sorted(ORDER).toList();
    }

    /** What any node that takes part tells of. */
    List<IpAddress> all() {
        TreeSet<IpAddress> all = new TreeSet<>(ORDER);
        view.peers().values().stream()
                .filter(peer -> !NodeFlag.inactive(peer.flags()))
                .flatMap(peer -> peer.report().stream())
                .forEach(report -> all.addAll(report.addresses().keySet()));
        return List.copyOf(all);
    }

    Optional<PublicAddress> find(IpAddress ip) {
        return configured.find(ip);
    }

    /** The connected node that says it has the address; one that serves it before any other. */
    Optional<Pnn> holder(IpAddress ip) {
        Optional<Pnn> found = Optional.empty();
        AddressPhase best = AddressPhase.ABSENT;
        for (var peer : view.peers().entrySet()) {
            AddressPhase phase = phase(peer.getValue(), ip);
            if (rank(phase) > rank(best)) {
                found = Optional.of(peer.getKey());
                best = phase;
            }
        }
        return found;
    }

    private static AddressPhase phase(NodeView.Peer peer, IpAddress ip) {
        if (NodeFlag.DISCONNECTED.in(peer.flags())) {
            return AddressPhase.ABSENT;
        }
        return peer.report()
                .map(report -> report.addresses().get(ip))
                .map(AddressReport::phase)
                .orElse(AddressPhase.ABSENT);
    }

    private static int rank(AddressPhase phase) {
        return switch (phase) {
            case ABSENT, ASKING -> 0;
            case RELEASING -> 1;
            case TAKING -> 2;
            case UPDATING -> 3;
            case SERVING -> 4;
        };
    }

    /** The interface that carries it here. */
    Optional<InterfaceName> active(IpAddress ip) {
        return report(ip).filter(AddressReport::holds).flatMap(AddressReport::on);
    }

    /** Its configured interfaces that are up, in order of configuration. */
    List<InterfaceName> available(IpAddress ip) {
        return configured(ip).stream().filter(this::isUp).toList();
    }

    List<InterfaceName> configured(IpAddress ip) {
        return configured.find(ip).map(PublicAddress::interfaces).orElse(List.of());
    }

    boolean isUp(InterfaceName name) {
        return ownReport().filter(report -> !report.interfacesDown().contains(name)).isPresent();
    }

    /** How many addresses an interface carries here. */
    long references(InterfaceName name) {
        return own().stream().filter(ip -> active(ip).filter(name::equals).isPresent()).count();
    }

    /** The interface named first comes last, as CTDB lists them. */
    List<InterfaceName> interfaces() {
        SequencedSet<InterfaceName> names = new LinkedHashSet<>();
        Collection<PublicAddress> lines = configured.addresses().values();
        lines.forEach(line -> names.addAll(line.interfaces()));
        return new ArrayList<>(names.reversed());
    }

    private Optional<AddressReport> report(IpAddress ip) {
        return ownReport().map(report -> report.addresses().get(ip));
    }

    private Optional<NodeReport> ownReport() {
        return Optional.ofNullable(view.peers().get(view.self().node()))
                .flatMap(NodeView.Peer::report);
    }
}
