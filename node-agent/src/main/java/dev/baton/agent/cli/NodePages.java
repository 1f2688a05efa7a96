package dev.baton.agent.cli;

import dev.baton.agent.records.NodeRecord;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code node list} and {@code node show} answer. */
final class NodePages {

    private NodePages() {}

    static Page list(CliContext context) {
        Picture picture = Picture.of(context);
        return new Page(
                Exit.DONE,
                "NodeList",
                Json.object("nodes", picture.nodes().stream().map(p -> json(picture, p)).toList()),
                table(picture),
                picture.nodes().stream().map(picture::name).toList());
    }

    static Page show(CliContext context, String object) {
        Picture picture = Picture.of(context);
        Pnn pnn = ObjectNames.node(picture, object);
        List<String> lines = new ArrayList<>();
        Map<String, Object> json = json(picture, pnn);
        json.forEach((key, value) -> lines.add(key + ": " + words(value)));
        return new Page(
                picture.ok(pnn) ? Exit.DONE : Exit.ANSWER_IS_NO,
                "Node",
                json,
                lines,
                List.of(picture.name(pnn)));
    }

    static List<String> table(Picture picture) {
        Table table = new Table("NODE", "PNN", "ADDRESS", "STATE", "HOLDS", "HEARD", "REASON");
        for (Pnn pnn : picture.nodes()) {
            table.row(
                    picture.name(pnn),
                    pnn.toString(),
                    picture.address(pnn),
                    picture.state(pnn),
                    Integer.toString(picture.heldBy(pnn).size()),
                    picture.heard(pnn),
                    reason(picture, pnn));
        }
        return table.lines();
    }

    /** The operator's words or the failing script; of a node never heard, what its record says. */
    static String reason(Picture picture, Pnn pnn) {
        if (picture.report(pnn).isEmpty()) {
            return picture.record(pnn).map(record -> words(picture, record)).orElse("");
        }
        return picture.report(pnn)
                .map(
                        report ->
                                report.reason().isEmpty()
                                        ? report.failingScript()
                                        : "\"" + report.reason() + "\"")
                .orElse("");
    }

    private static String words(Picture picture, NodeRecord record) {
        return "version %s ran %s ago, says its record"
                .formatted(record.version(), Times.words(picture.age(record)));
    }

    static Map<String, Object> json(Picture picture, Pnn pnn) {
        return Json.object(
                "name",
                picture.name(pnn),
                "pnn",
                pnn.value(),
                "address",
                picture.address(pnn),
                "state",
                picture.state(pnn),
                "flags",
                NodeFlag.of(picture.flags(pnn)).stream().map(NodePages::word).toList(),
                "runstate",
                picture.report(pnn).map(it -> word(it.runstate())).orElse("unknown"),
                "leader",
                picture.view().leader().filter(pnn::equals).isPresent(),
                "self",
                pnn.equals(picture.view().self().node()),
                "heard_ago_seconds",
                age(picture, pnn),
                "version",
                picture.record(pnn).map(NodeRecord::version).orElse(""),
                "recorded",
                picture.record(pnn).map(it -> Json.time(it.at())).orElse(""),
                "reason",
                picture.report(pnn).map(NodeReport::reason).orElse(""),
                "failing_script",
                picture.report(pnn).map(NodeReport::failingScript).orElse(""),
                "interfaces_down",
                picture.report(pnn).map(NodePages::interfaces).orElse(List.of()),
                "holds",
                picture.heldBy(pnn).stream().map(IpAddress::toString).toList());
    }

    /** Seconds since it was heard; 0 for this node, -1 for never. */
    private static double age(Picture picture, Pnn pnn) {
        if (pnn.equals(picture.view().self().node())) {
            return 0;
        }
        return picture.never(pnn) ? -1 : Json.seconds(picture.age(pnn));
    }

    private static List<String> interfaces(NodeReport report) {
        return report.interfacesDown().stream().map(InterfaceName::value).toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "-"
                    : String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return value.toString().isEmpty() ? "-" : value.toString();
    }
}
