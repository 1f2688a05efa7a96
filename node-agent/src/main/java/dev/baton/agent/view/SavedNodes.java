package dev.baton.agent.view;

import dev.baton.agent.saved.BadFile;
import dev.baton.agent.saved.Field;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.node.SavedNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the nodes of a saved view; what they carry is said by its addresses. */
final class SavedNodes {

    private static final List<String> FIELDS =
            List.of(
                    "name",
                    "pnn",
                    "address",
                    "state",
                    "flags",
                    "runstate",
                    "leader",
                    "self",
                    "heard_ago_seconds",
                    "version",
                    "recorded",
                    "reason",
                    "failing_script",
                    "interfaces_down",
                    "holds",
                    "may_lead",
                    "tunables");

    private final SortedMap<Pnn, SavedNode> nodes = new TreeMap<>();
    private final SortedMap<Pnn, IpAddress> privates = new TreeMap<>();
    private final SortedMap<String, Pnn> names = new TreeMap<>();

    /** Reads all, with these tunables where a node says nothing else. */
    void read(Field list, Tunables usual) throws BadFile {
        for (Field each : list.list()) {
            node(each.object(FIELDS), usual);
        }
        if (nodes.isEmpty()) {
            throw list.bad("a list with at least one node");
        }
    }

    private void node(Field node, Tunables usual) throws BadFile {
        Field name = node.at("name");
        NodeName called = name.parsed("the name of a node", NodeName::parse);
        Field number = node.at("pnn");
        Pnn pnn = new Pnn(number.numberOr(-1, 0, NodesFile.MOST - 1));
        if (!number.isThere() || nodes.containsKey(pnn)) {
            throw number.bad("a number that no other node has");
        }
        if (names.put(called.value(), pnn) != null) {
            throw name.bad("a name that no other node has");
        }
        IpAddress address = node.at("address").address();
        if (privates.containsValue(address)) {
            throw node.at("address").bad("an address that no other node has");
        }
        privates.put(pnn, address);
        nodes.put(
                pnn,
                new SavedNode(
                        called,
                        runstate(node.at("runstate")),
                        flags(node.at("flags")),
                        node.at("may_lead").truthOr(true),
                        node.at("reason").textOr(""),
                        node.at("failing_script").textOr(""),
                        List.of(),
                        new TreeSet<>(node.at("interfaces_down").links()),
                        new TreeMap<>(),
                        tunables(node.at("tunables"), usual),
                        heard(node.at("heard_ago_seconds"))));
    }

    private static Runstate runstate(Field field) throws BadFile {
        List<String> words =
                Arrays.stream(Runstate.values())
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toList();
        if (!field.isThere() || field.textOr("").equals("unknown")) {
            return Runstate.RUNNING;
        }
        return field.parsed(
                "one of " + String.join(", ", words),
                text ->
                        Arrays.stream(Runstate.values())
                                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
                                .findFirst());
    }

    private static int flags(Field list) throws BadFile {
        int bits = 0;
        for (Field each : list.list()) {
            bits |=
                    each.parsed(
                            "one of disconnected, unhealthy, disabled, banned, stopped",
                            text ->
                                    Arrays.stream(NodeFlag.values())
                                            .filter(flag -> flag != NodeFlag.DELETED)
                                            .filter(flag -> isNamed(flag, text))
                                            .map(NodeFlag::bit)
                                            .findFirst());
        }
        return bits;
    }

    private static boolean isNamed(NodeFlag flag, String text) {
        return flag.name().toLowerCase(Locale.ROOT).equals(text);
    }

    private static Optional<Duration> heard(Field field) throws BadFile {
        if (!field.isThere() || field.json().isNull()) {
            return Optional.empty();
        }
        if (!field.json().isNumber() || field.json().asDouble() < -1) {
            throw field.bad("a number of seconds");
        }
        double seconds = field.json().asDouble();
        return seconds < 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** An object of names and numbers. */
    static Tunables tunables(Field object, Tunables usual) throws BadFile {
        Tunables tunables = usual;
        if (object.isThere() && !object.json().isObject()) {
            throw object.bad("an object of names and numbers");
        }
        for (var entry : object.json().properties()) {
            Field value = object.at(entry.getKey());
            int number = value.numberOr(0, 0, Integer.MAX_VALUE);
            try {
                tunables = tunables.with(entry.getKey(), number);
            } catch (IllegalArgumentException wrong) {
                throw value.bad("a tunable within its bounds (" + wrong.getMessage() + ")");
            }
        }
        return tunables;
    }

    /** The node of that name. */
    Pnn named(Field field) throws BadFile {
        return field.parsed(
                "one of " + String.join(", ", names.keySet()),
                text -> Optional.ofNullable(names.get(text)));
    }

    List<Pnn> all() {
        return List.copyOf(nodes.keySet());
    }

    boolean isConnected(Pnn pnn) {
        return !NodeFlag.DISCONNECTED.in(node(pnn).flags());
    }

    /** This node may carry the address; on an interface if it does. */
    void carries(Pnn pnn, PublicAddress address, Optional<InterfaceName> on) {
        SavedNode before = node(pnn);
        List<PublicAddress> addresses = new ArrayList<>(before.addresses());
        addresses.add(address);
        TreeMap<IpAddress, InterfaceName> held = new TreeMap<>(before.held());
        on.ifPresent(name -> held.put(address.ip(), name));
        nodes.put(
                pnn,
                new SavedNode(
                        before.name(),
                        before.runstate(),
                        before.flags(),
                        before.mayLead(),
                        before.reason(),
                        before.failingScript(),
                        addresses,
                        before.linksDown(),
                        held,
                        before.tunables(),
                        before.heardAgo()));
    }

    boolean knows(IpAddress ip) {
        return nodes.values().stream()
                .flatMap(node -> node.addresses().stream())
                .anyMatch(address -> address.ip().equals(ip));
    }

    private SavedNode node(Pnn pnn) {
        return Optional.ofNullable(nodes.get(pnn)).orElseThrow();
    }

    SortedMap<Pnn, SavedNode> saved() {
        return nodes;
    }

    /** Numbers that nobody has belong to deleted nodes. */
    NodesFile file() {
        return new NodesFile(privates, privates.lastKey().value() + 1);
    }
}
