package dev.baton.agent.cli;

import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.exchange.Fact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code event status} answers: the last result of each event and script on this node. */
final class EventPage {

    private EventPage() {}

    /** With at most so many characters of what each script printed, from its end. */
    static Page of(CliContext context, int tail) {
        Map<String, FactHistory.Entry> last = new LinkedHashMap<>();
        for (FactHistory.Entry entry : context.history().query(FactHistory.Query.ALL)) {
            if (entry.fact() instanceof Fact.EventEnded ended) {
                last.put(ended.event(), entry);
            }
        }
        boolean good = last.values().stream().allMatch(entry -> result(entry).ok());
        return new Page(
                good ? Exit.DONE : Exit.ANSWER_IS_NO,
                "EventStatus",
                Json.object(
                        "node",
                        context.settings().name().value(),
                        "events",
                        last.values().stream().map(entry -> json(entry, tail)).toList()),
                last.isEmpty() ? List.of("no event has ended yet") : table(last),
                List.copyOf(last.keySet()));
    }

    private static List<String> table(Map<String, FactHistory.Entry> last) {
        Table table = new Table("EVENT", "SCRIPT", "RESULT", "CODE", "TOOK", "ENDED");
        List<String> details = new ArrayList<>();
        last.forEach(
                (event, entry) -> {
                    SequenceResult result = result(entry);
                    String took = Times.seconds(result.took());
                    table.row(event, "-", word(result.status()), "-", took, Json.time(entry.at()));
                    result.scripts().forEach(script -> addScript(table, event, script));
                    addDetail(details, event, result);
                });
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(details);
        return lines;
    }

    /** The scripts of one event, and what the failing ones said. */
    static List<String> scripts(SequenceResult result) {
        Table table = new Table("SCRIPT", "RESULT", "CODE", "TOOK");
        List<String> details = new ArrayList<>();
        for (ScriptResult script : result.scripts()) {
            table.row(
                    script.script(),
                    word(script.status()),
                    Integer.toString(script.code()),
                    Times.seconds(script.took()));
            addWords(details, script);
        }
        List<String> lines =
                new ArrayList<>(result.scripts().isEmpty() ? List.of() : table.lines());
        lines.addAll(details);
        return lines;
    }

    private static void addScript(Table table, String event, ScriptResult script) {
        table.row(
                event,
                script.script(),
                word(script.status()),
                Integer.toString(script.code()),
                Times.seconds(script.took()),
                "");
    }

    private static void addDetail(List<String> details, String event, SequenceResult result) {
        if (!result.detail().isEmpty()) {
            details.add(event + ": " + result.detail());
        }
        result.scripts().forEach(script -> addWords(details, script));
    }

    private static void addWords(List<String> details, ScriptResult script) {
        if (script.status() != ScriptStatus.OK) {
            (script.output() + script.remark())
                    .lines()
                    .forEach(line -> details.add(script.script() + ": " + line));
        }
    }

    private static Map<String, Object> json(FactHistory.Entry entry, int tail) {
        Fact.EventEnded ended = (Fact.EventEnded) entry.fact();
        return Json.object(
                "event",
                ended.event(),
                "arguments",
                ended.arguments(),
                "status",
                word(ended.result().status()),
                "ended",
                Json.time(entry.at()),
                "took_seconds",
                Json.seconds(ended.result().took()),
                "detail",
                ended.result().detail(),
                "scripts",
                ended.result().scripts().stream().map(script -> json(script, tail)).toList());
    }

    static Map<String, Object> json(ScriptResult script) {
        return json(script, Integer.MAX_VALUE);
    }

    private static Map<String, Object> json(ScriptResult script, int tail) {
        String output = script.output();
        return Json.object(
                "script",
                script.script(),
                "status",
                word(script.status()),
                "code",
                script.code(),
                "took_seconds",
                Json.seconds(script.took()),
                "output",
                output.substring(Math.max(0, output.length() - tail)),
                "remark",
                script.remark());
    }

    private static SequenceResult result(FactHistory.Entry entry) {
        return ((Fact.EventEnded) entry.fact()).result();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
