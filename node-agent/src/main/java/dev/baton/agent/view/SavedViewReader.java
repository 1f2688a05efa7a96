package dev.baton.agent.view;

import dev.baton.agent.saved.BadFile;
import dev.baton.agent.saved.Field;
import dev.baton.agent.saved.SavedFile;
import dev.baton.config.ClusterLock;
import dev.baton.config.HomeNodes;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.node.SavedAnswer;
import dev.baton.orchestrator.node.SavedView;
import dev.baton.orchestrator.takeover.Planner;
import dev.baton.orchestrator.takeover.StageName;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a saved view: what {@code baton status -o json} prints, with a few fields more.
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes.
 */
public final class SavedViewReader {

    private static final int MOST_BYTES = 4 << 20;
    private static final int UNKNOWN = -1;
    private static final int LONGEST_WAIT_SECONDS = 86_400;

    private static final List<String> FIELDS =
            List.of(
                    "apiVersion",
                    "kind",
                    "time",
                    "answer",
                    "self",
                    "leader",
                    "majority",
                    "run_in_progress",
                    "nodes_ok",
                    "addresses_served",
                    "nodes",
                    "addresses",
                    "last_run",
                    "problems",
                    "tunables",
                    "lock",
                    "home_nodes",
                    "failover_disabled",
                    "answers");
    private static final List<String> ADDRESS_FIELDS =
            List.of(
                    "ip",
                    "node",
                    "pnn",
                    "interface",
                    "state",
                    "available_on",
                    "foreign",
                    "prefix",
                    "interfaces",
                    "known_on");
    private static final List<String> ANSWER_FIELDS =
            List.of("node", "stage", "ip", "answer", "why", "after_seconds", "times");

    private final Field whole;
    private final SavedNodes nodes = new SavedNodes();

    private SavedViewReader(Field whole) {
        this.whole = whole;
    }

    /** Reads a file. Failure: {@link BadFile}; nothing else. */
    public static LoadedView read(Path file) throws BadFile {
        return new SavedViewReader(SavedFile.read(file, MOST_BYTES)).read();
    }

    static LoadedView parse(String name, String text) throws BadFile {
        return new SavedViewReader(SavedFile.parse(name, text)).read();
    }

    private LoadedView read() throws BadFile {
        whole.object(FIELDS);
        whole.at("apiVersion")
                .parsed("\"baton/v1\"", text -> Optional.of(text).filter("baton/v1"::equals));
        whole.at("kind").parsed("\"Status\"", text -> Optional.of(text).filter("Status"::equals));
        nodes.read(whole.at("nodes"), SavedNodes.tunables(whole.at("tunables"), Tunables.DEFAULT));
        for (Field each : whole.at("addresses").list()) {
            address(each.object(ADDRESS_FIELDS));
        }
        Pnn self = nodes.named(whole.at("self"));
        if (!nodes.isConnected(self)) {
            throw whole.at("self").bad("a node that is not disconnected");
        }
        HomeNodes homes = homes(whole.at("home_nodes"));
        AllocationPolicy policy = AllocationPolicy.DEFAULT.withHomes(homes.homes());
        SavedView view =
                new SavedView(
                        self,
                        nodes.file(),
                        nodes.saved(),
                        nodeOrNone(whole.at("leader")),
                        new Planner(new Lcp2(), policy),
                        whole.at("failover_disabled").truthOr(false),
                        answers(whole.at("answers")));
        return new LoadedView(view, homes, lock(whole.at("lock")));
    }

    private Optional<Pnn> nodeOrNone(Field field) throws BadFile {
        return field.textOr("").isEmpty() ? Optional.empty() : Optional.of(nodes.named(field));
    }

    // ---- addresses

    private void address(Field address) throws BadFile {
        IpAddress ip = address.at("ip").address();
        if (nodes.knows(ip)) {
            throw address.at("ip").bad("an address that was not listed before");
        }
        Optional<Pnn> holder = nodeOrNone(address.at("node"));
        List<InterfaceName> interfaces = interfaces(address);
        Optional<InterfaceName> on =
                holder.isEmpty() ? Optional.empty() : Optional.of(on(address, interfaces));
        int bits = address.at("prefix").numberOr(UNKNOWN, UNKNOWN, ip.bits());
        int usual = ip.bits() == 32 ? 24 : 64;
        PublicAddress line = new PublicAddress(ip, bits == UNKNOWN ? usual : bits, interfaces);
        List<Pnn> known = known(address, holder);
        if (holder.isPresent() && !known.contains(holder.get())) {
            throw address.at("known_on").bad("a list with the node that serves it");
        }
        for (Pnn pnn : known) {
            nodes.carries(pnn, line, holder.equals(Optional.of(pnn)) ? on : Optional.empty());
        }
    }

    private static List<InterfaceName> interfaces(Field address) throws BadFile {
        List<InterfaceName> all = address.at("interfaces").links();
        if (!all.isEmpty()) {
            return all;
        }
        if (address.at("interface").textOr("").isEmpty()) {
            throw address.at("interfaces").bad("a list of interfaces, where no node serves it");
        }
        return List.of(address.at("interface").link());
    }

    private static InterfaceName on(Field address, List<InterfaceName> interfaces) throws BadFile {
        if (address.at("interface").textOr("").isEmpty()) {
            return interfaces.getFirst();
        }
        InterfaceName on = address.at("interface").link();
        if (!interfaces.contains(on)) {
            throw address.at("interface").bad("one of the address's interfaces");
        }
        return on;
    }

    /** Without a word on it: where it is available, with its holder; else everywhere. */
    private List<Pnn> known(Field address, Optional<Pnn> holder) throws BadFile {
        Field field = address.at("known_on");
        List<Pnn> known = new ArrayList<>();
        if (!field.isThere()) {
            field = address.at("available_on");
            holder.ifPresent(known::add);
        }
        for (Field each : field.list()) {
            Pnn pnn = nodes.named(each);
            if (!known.contains(pnn)) {
                known.add(pnn);
            }
        }
        return known.isEmpty() || !field.isThere() ? nodes.all() : known;
    }

    private HomeNodes homes(Field object) throws BadFile {
        TreeMap<IpAddress, Pnn> homes = new TreeMap<>();
        if (object.isThere() && !object.json().isObject()) {
            throw object.bad("an object of addresses and nodes");
        }
        for (var entry : object.json().properties()) {
            Optional<IpAddress> ip = IpAddress.parse(entry.getKey());
            if (ip.isEmpty()) {
                throw object.at(entry.getKey()).bad("an address before it");
            }
            homes.put(ip.get(), nodes.named(object.at(entry.getKey())));
        }
        return new HomeNodes(homes);
    }

    private static Optional<ClusterLock> lock(Field field) throws BadFile {
        return field.textOr("").isEmpty()
                ? Optional.empty()
                : Optional.of(field.parsed("a file, or ! and a full path", ClusterLock::parse));
    }

    // ---- answers

    private List<SavedAnswer> answers(Field list) throws BadFile {
        List<SavedAnswer> all = new ArrayList<>();
        for (Field each : list.list()) {
            all.add(answer(each.object(ANSWER_FIELDS)));
        }
        return all;
    }

    private SavedAnswer answer(Field said) throws BadFile {
        SavedAnswer.Kind kind =
                said.at("answer")
                        .parsed("one of fail, timeout, silence, busy, held", SavedViewReader::kind);
        Optional<StageName> stage =
                said.at("stage").isThere()
                        ? Optional.of(
                                said.at("stage")
                                        .parsed(
                                                "one of ban, startrecovery, recovered,"
                                                        + " startipreallocate, release, take,"
                                                        + " ipreallocated",
                                                SavedViewReader::stage))
                        : Optional.empty();
        Optional<IpAddress> ip =
                said.at("ip").isThere() ? Optional.of(said.at("ip").address()) : Optional.empty();
        if (ip.isPresent() && !nodes.knows(ip.get())) {
            throw said.at("ip").bad("one of the view's addresses");
        }
        return new SavedAnswer(
                nodes.named(said.at("node")),
                stage,
                ip,
                kind,
                said.at("why").textOr("failed as the view says"),
                Duration.ofSeconds(said.at("after_seconds").numberOr(0, 0, LONGEST_WAIT_SECONDS)),
                said.at("times").numberOr(SavedAnswer.ALWAYS, 1, SavedAnswer.ALWAYS));
    }

    private static Optional<SavedAnswer.Kind> kind(String text) {
        for (SavedAnswer.Kind kind : SavedAnswer.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<StageName> stage(String text) {
        return switch (text) {
            case "ban" -> Optional.of(StageName.BAN);
            case "startrecovery" -> Optional.of(StageName.START_RECOVERY);
            case "recovered" -> Optional.of(StageName.RECOVERED);
            case "startipreallocate" -> Optional.of(StageName.START_IPREALLOCATE);
            case "release" -> Optional.of(StageName.RELEASE);
            case "take" -> Optional.of(StageName.TAKE);
            case "ipreallocated" -> Optional.of(StageName.IPREALLOCATED);
            default -> Optional.empty();
        };
    }
}
