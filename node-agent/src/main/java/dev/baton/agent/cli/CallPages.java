package dev.baton.agent.cli;

import dev.baton.agent.callout.CallRecord;
import dev.baton.agent.callout.Entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code call} answers.
 *
 * <p>Bounds: the newest {@value #MOST} calls.
 */
final class CallPages {

    static final int MOST = 200;

    private CallPages() {}

    static Page list(CliContext context, String job) {
        List<CallRecord> all =
                StorageCommands.ask(() -> context.storage().calls()).stream()
                        .filter(call -> job.isEmpty() || call.begun().job().equals(job))
                        .toList();
        List<CallRecord> newest = all.subList(Math.max(0, all.size() - MOST), all.size());
        return new Page(
                Exit.DONE,
                "CallList",
                Json.object(
                        "total",
                        all.size(),
                        "calls",
                        newest.stream().map(CallPages::json).toList()),
                newest.isEmpty() ? List.of("no calls") : table(newest),
                newest.stream().map(call -> Long.toString(call.begun().call())).toList());
    }

    static List<String> table(List<CallRecord> calls) {
        Table table =
                new Table(
                        "CALL",
                        "BEGUN",
                        "CONTRACT",
                        "PROVIDER",
                        "ACTION",
                        "OUTCOME",
                        "TOOK",
                        "JOB",
                        "SUBJECT");
        for (CallRecord call : calls) {
            Entry.CallBegun begun = call.begun();
            table.row(
                    Long.toString(begun.call()),
                    Json.time(Instant.ofEpochMilli(begun.at())),
                    begun.contract(),
                    begun.provider(),
                    begun.action() + (begun.probe() ? " (probe)" : ""),
                    outcome(call),
                    call.ended()
                            .map(end -> Times.seconds(Duration.ofMillis(end.tookMillis())))
                            .orElse("-"),
                    begun.job().isEmpty() ? "-" : begun.job(),
                    ShownText.of(begun.subject()));
        }
        return table.lines();
    }

    private static String outcome(CallRecord call) {
        int code = call.ended().map(Entry.CallEnded::code).orElse(0);
        return call.outcome() + (code == 0 ? "" : " " + code);
    }

    static Page show(CliContext context, String number) {
        CallRecord call =
                StorageCommands.ask(() -> context.storage().calls()).stream()
                        .filter(each -> Long.toString(each.begun().call()).equals(number))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Complaint.notFound(
                                                "no call \"%s\" is known here; see: baton call list"
                                                        .formatted(ShownText.of(number))));
        Map<String, Object> json = json(call);
        List<String> text = text(call);
        context.storage()
                .log(call)
                .ifPresent(
                        log -> {
                            json.put("log", log.toString());
                            text.add("log        " + ShownText.of(log.toString()));
                        });
        return new Page(Exit.DONE, "Call", json, text, List.of(number));
    }

    private static List<String> text(CallRecord call) {
        Entry.CallBegun begun = call.begun();
        List<String> text = new ArrayList<>();
        text.add("call       " + begun.call() + ", " + outcome(call));
        text.add("begun      " + Json.time(Instant.ofEpochMilli(begun.at())));
        text.add("job        " + (begun.job().isEmpty() ? "-" : begun.job()));
        text.add("subject    " + ShownText.of(begun.subject()));
        text.add("program    " + ShownText.of(begun.program()));
        begun.arguments().forEach(each -> text.add("argument   " + ShownText.of(each)));
        text.add("directory  " + ShownText.of(begun.directory()));
        begun.environment()
                .forEach(
                        (name, value) ->
                                text.add("variable   " + ShownText.of(name + "=" + value)));
        call.ended()
                .ifPresent(
                        end -> {
                            text.add("took       " + end.tookMillis() + " ms");
                            text.add("ended      " + ShownText.of(end.sentence()));
                            end.out()
                                    .lines()
                                    .forEach(each -> text.add("stdout     " + ShownText.of(each)));
                            end.err()
                                    .lines()
                                    .forEach(each -> text.add("stderr     " + ShownText.of(each)));
                        });
        return text;
    }

    private static Map<String, Object> json(CallRecord call) {
        Entry.CallBegun begun = call.begun();
        Map<String, Object> json =
                new LinkedHashMap<>(
                        Json.object(
                                "call", begun.call(),
                                "outcome", call.outcome(),
                                "job", begun.job(),
                                "probe", begun.probe(),
                                "contract", begun.contract(),
                                "provider", begun.provider(),
                                "action", begun.action(),
                                "subject", begun.subject(),
                                "program", begun.program(),
                                "arguments", begun.arguments(),
                                "environment", begun.environment(),
                                "directory", begun.directory(),
                                "begun", Json.time(Instant.ofEpochMilli(begun.at()))));
        call.ended()
                .ifPresent(
                        end -> {
                            json.put("code", end.code());
                            json.put("sentence", end.sentence());
                            json.put("stdout", end.out());
                            json.put("stderr", end.err());
                            json.put("took_ms", end.tookMillis());
                        });
        return json;
    }
}
