package dev.baton.agent.runs;

import dev.baton.agent.saved.BadFile;
import dev.baton.agent.saved.Field;
import dev.baton.agent.saved.SavedFile;
import dev.baton.config.AddressRange;
import dev.baton.config.FailbackNow;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.PlanRules;
import dev.baton.orchestrator.exchange.RunEnding;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.exchange.RunStage;
import dev.baton.orchestrator.exchange.Staying;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a run as {@link RunWriter} wrote it, or as somebody changed it since.
 *
 * <p>Only what a plan depends on is read of a node, and what tells people why it was as it was; its
 * tunables and versions are not stored. Bounds: {@value #MOST_BYTES} bytes.
 */
public final class RunReader {

    static final int MOST_BYTES = 8 << 20;

    /** Of the numbers of rights and incarnations: wall-clock milliseconds, or counted up. */
    private static final long MOST = Long.MAX_VALUE;

    private static final List<String> FIELDS =
            List.of(
                    "kind",
                    "format",
                    "written_by",
                    "id",
                    "leader",
                    "incarnation",
                    "begun",
                    "cause",
                    "rules",
                    "options",
                    "cluster",
                    "moves",
                    "plan",
                    "ending");
    private static final List<String> RULES_FIELDS =
            List.of("algorithm", "no_takeover", "no_failback", "homes");
    private static final List<String> OPTIONS_FIELDS =
            List.of(
                    "recovery",
                    "failover",
                    "bans",
                    "ban_seconds",
                    "pins",
                    "force",
                    "only",
                    "staying");
    private static final List<String> STAYING_FIELDS =
            List.of("all", "freed", "ranges", "otherwise_open");
    private static final List<String> NODE_FIELDS =
            List.of(
                    "pnn",
                    "name",
                    "runstate",
                    "flags",
                    "may_lead",
                    "may_hold",
                    "gives_vote_back",
                    "casts_lock",
                    "reason",
                    "failing_script",
                    "interfaces_down",
                    "addresses");
    private static final List<String> ADDRESS_FIELDS =
            List.of("phase", "number", "on", "on_is_up", "best", "available", "leaving", "foreign");
    private static final List<String> ENDING_FIELDS =
            List.of("how", "took_ms", "moved", "waiting_ms", "failed", "failures", "stages");
    private static final List<String> STAGE_FIELDS =
            List.of("name", "after_ms", "took_ms", "nodes");
    private static final List<String> PART_FIELDS =
            List.of("pnn", "took_ms", "sent", "answered", "failed");

    private RunReader() {}

    /** Reads a file. Failure: {@link BadFile}; nothing else. */
    public static StoredRun read(Path file) throws BadFile {
        return whole(SavedFile.read(file, MOST_BYTES));
    }

    static StoredRun parse(String name, String text) throws BadFile {
        return whole(SavedFile.parse(name, text));
    }

    private static StoredRun whole(Field whole) throws BadFile {
        if (!whole.json().isObject()) {
            throw whole.bad("a saved run, which is an object");
        }
        whole.at("kind")
                .parsed("\"SavedRun\"", text -> Optional.of(text).filter(RunWriter.KIND::equals));
        if (whole.at("format").number(0, Integer.MAX_VALUE) != RunWriter.FORMAT) {
            throw whole.at("format")
                    .bad(RunWriter.FORMAT + ", the format this release reads and writes");
        }
        whole.object(FIELDS);
        RunRecord run =
                new RunRecord(
                        whole.at("id").parsed("an id such as 1763.2", RunFolder::id),
                        new Incarnation(
                                whole.at("leader").pnn(), whole.at("incarnation").number(0, MOST)),
                        begun(whole.at("begun")),
                        whole.at("cause").text(),
                        input(whole),
                        plan(whole),
                        ending(whole.at("ending")));
        return new StoredRun(run, whole.at("written_by").textOr("unknown"));
    }

    private static long begun(Field field) throws BadFile {
        return field.parsed("a time such as 2026-01-02T03:04:05.678Z", RunReader::instant)
                .toEpochMilli();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }

    private static SavedPlan plan(Field whole) throws BadFile {
        StringBuilder text = new StringBuilder();
        for (Field line : required(whole.at("plan")).list()) {
            text.append(line.text()).append('\n');
        }
        int moves = (int) whole.at("moves").number(0, Integer.MAX_VALUE);
        return new SavedPlan(text.toString(), moves);
    }

    // ---- what the plan is made from

    private static PlanInput input(Field whole) throws BadFile {
        Field options = whole.at("options").object(OPTIONS_FIELDS);
        Optional<SortedSet<Pnn>> only =
                options.at("only").isThere()
                        ? Optional.of(pnns(options.at("only")))
                        : Optional.empty();
        return new PlanInput(
                cluster(whole.at("cluster").object(List.of("node_count", "nodes"))),
                rules(whole.at("rules").object(RULES_FIELDS)),
                options(options),
                only);
    }

    private static PlanRules rules(Field rules) throws BadFile {
        return new PlanRules(
                rules.at("algorithm").number(0, 2),
                rules.at("no_takeover").truth(),
                rules.at("no_failback").truth(),
                places(rules.at("homes")));
    }

    private static RunOptions options(Field options) throws BadFile {
        return new RunOptions(
                options.at("recovery").truth(),
                pnns(options.at("bans")),
                options.at("ban_seconds").number(0, MOST),
                places(options.at("pins")),
                options.at("failover").truth(),
                pnns(options.at("force")),
                staying(options.at("staying").object(STAYING_FIELDS)));
    }

    private static Staying staying(Field staying) throws BadFile {
        List<FailbackNow.Rule> rules = new ArrayList<>();
        for (Field each : required(staying.at("ranges")).list()) {
            Field rule = each.object(List.of("range", "open"));
            rules.add(
                    new FailbackNow.Rule(
                            rule.at("range").parsed("a range of addresses", AddressRange::parse),
                            rule.at("open").truth()));
        }
        return new Staying(
                new FailbackNow(rules, staying.at("otherwise_open").truth()),
                staying.at("all").truth(),
                addresses(staying.at("freed")));
    }

    private static ClusterSnapshot cluster(Field cluster) throws BadFile {
        int count = (int) cluster.at("node_count").number(1, Pnn.MAX + 1);
        TreeMap<Pnn, NodeReport> reports = new TreeMap<>();
        for (Field each : required(cluster.at("nodes")).list()) {
            Field node = each.object(NODE_FIELDS);
            Pnn pnn = node.at("pnn").pnn();
            if (pnn.value() >= count) {
                throw node.at("pnn").bad("a number below node_count");
            }
            if (reports.put(pnn, node(node)) != null) {
                throw node.at("pnn").bad("a number that no other node has");
            }
        }
        return new ClusterSnapshot(count, reports);
    }

    private static NodeReport node(Field node) throws BadFile {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        for (Map.Entry<IpAddress, Field> entry :
                required(node.at("addresses")).byAddress().entrySet()) {
            addresses.put(entry.getKey(), address(entry.getValue().object(ADDRESS_FIELDS)));
        }
        return new NodeReport(
                0,
                node.at("name").parsed("the name of a node", NodeName::parse),
                node.at("runstate").word(Runstate.class),
                flags(required(node.at("flags"))),
                node.at("may_lead").truthOr(true),
                node.at("reason").textOr(""),
                node.at("failing_script").textOr(""),
                node.at("interfaces_down").links(),
                addresses,
                new VoterWord(
                        node.at("may_hold").truth(),
                        node.at("gives_vote_back").truthOr(false),
                        0,
                        false),
                NodeTunables.DEFAULT,
                0);
    }

    private static int flags(Field list) throws BadFile {
        int bits = 0;
        for (Field each : list.list()) {
            bits |= each.word(NodeFlag.class).bit();
        }
        return bits;
    }

    private static AddressReport address(Field row) throws BadFile {
        boolean isOn = row.at("on").isThere();
        boolean hasBest = row.at("best").isThere();
        return new AddressReport(
                row.at("available").truthOr(hasBest),
                row.at("phase").isThere()
                        ? row.at("phase").word(AddressPhase.class)
                        : AddressPhase.ABSENT,
                row.at("number").numberOr(0L, 0, MOST),
                isOn ? Optional.of(row.at("on").link()) : Optional.empty(),
                row.at("on_is_up").truthOr(isOn),
                hasBest ? Optional.of(row.at("best").link()) : Optional.empty(),
                row.at("leaving").truthOr(false),
                row.at("foreign").textOr(""));
    }

    // ---- how it ended

    private static Optional<RunEnding> ending(Field ending) throws BadFile {
        if (!ending.isThere()) {
            return Optional.empty();
        }
        ending.object(ENDING_FIELDS);
        TreeMap<IpAddress, Long> waiting = new TreeMap<>();
        for (Map.Entry<IpAddress, Field> entry : ending.at("waiting_ms").byAddress().entrySet()) {
            waiting.put(entry.getKey(), entry.getValue().number(0, MOST));
        }
        TreeMap<Pnn, String> failures = new TreeMap<>();
        for (Field each : ending.at("failures").list()) {
            Field failure = each.object(List.of("pnn", "why"));
            if (failures.put(failure.at("pnn").pnn(), failure.at("why").text()) != null) {
                throw failure.at("pnn").bad("a node that was not named before");
            }
        }
        return Optional.of(
                new RunEnding(
                        ending.at("how").word(RunEnding.How.class),
                        Duration.ofMillis(ending.at("took_ms").number(0, MOST)),
                        (int) ending.at("moved").number(0, Integer.MAX_VALUE),
                        waiting,
                        addresses(ending.at("failed")),
                        failures,
                        stages(ending.at("stages"))));
    }

    /** Files of before have none. */
    private static List<RunStage> stages(Field list) throws BadFile {
        List<RunStage> stages = new ArrayList<>();
        if (list.isThere()) {
            for (Field each : list.list()) {
                Field stage = each.object(STAGE_FIELDS);
                stages.add(
                        new RunStage(
                                stage.at("name").text(),
                                millis(stage.at("after_ms")),
                                millis(stage.at("took_ms")),
                                parts(stage.at("nodes"))));
            }
        }
        return stages;
    }

    private static SortedMap<Pnn, RunStage.Part> parts(Field list) throws BadFile {
        TreeMap<Pnn, RunStage.Part> parts = new TreeMap<>();
        for (Field each : required(list).list()) {
            Field part = each.object(PART_FIELDS);
            RunStage.Part read =
                    new RunStage.Part(
                            millis(part.at("took_ms")),
                            (int) part.at("sent").number(0, Integer.MAX_VALUE),
                            part.at("answered").truth(),
                            part.at("failed").truth());
            if (parts.put(part.at("pnn").pnn(), read) != null) {
                throw part.at("pnn").bad("a node that was not named before");
            }
        }
        return parts;
    }

    private static Duration millis(Field field) throws BadFile {
        return Duration.ofMillis(field.number(0, MOST));
    }

    // ---- parts of several

    private static Field required(Field field) throws BadFile {
        if (!field.isThere()) {
            throw field.bad("it to be there");
        }
        return field;
    }

    private static SortedMap<IpAddress, Pnn> places(Field object) throws BadFile {
        TreeMap<IpAddress, Pnn> places = new TreeMap<>();
        for (Map.Entry<IpAddress, Field> entry : required(object).byAddress().entrySet()) {
            places.put(entry.getKey(), entry.getValue().pnn());
        }
        return places;
    }

    private static SortedSet<Pnn> pnns(Field list) throws BadFile {
        TreeSet<Pnn> all = new TreeSet<>();
        for (Field each : required(list).list()) {
            if (!all.add(each.pnn())) {
                throw each.bad("a node that was not named before");
            }
        }
        return all;
    }

    private static SortedSet<IpAddress> addresses(Field list) throws BadFile {
        TreeSet<IpAddress> all = new TreeSet<>();
        for (Field each : required(list).list()) {
            if (!all.add(each.address())) {
                throw each.bad("an address that was not named before");
            }
        }
        return all;
    }
}
