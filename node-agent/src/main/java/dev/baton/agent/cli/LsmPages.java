package dev.baton.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.events.callout.Secrets;
import dev.baton.events.contract.lsm.Capabilities;
import dev.baton.events.contract.lsm.Capability;
import dev.baton.events.contract.lsm.LsmClass;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmJson;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmRequest;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code lsm} answers. */
final class LsmPages {

    private static final String KIND = "LsmAnswer";
    private static final String ID = "id";
    private static final double STEP = 1024;
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private LsmPages() {}

    static Page plugins(CliContext context) {
        SortedMap<String, Path> all = context.lsm().plugins();
        Table table = new Table("SCHEME", "PLUGIN");
        all.forEach((scheme, path) -> table.row(scheme, ShownText.of(path.toString())));
        return new Page(
                Exit.DONE,
                "LsmPluginList",
                Json.object(
                        "plugins",
                        all.entrySet().stream()
                                .map(
                                        each ->
                                                Json.object(
                                                        "scheme",
                                                        each.getKey(),
                                                        "path",
                                                        each.getValue().toString()))
                                .toList()),
                all.isEmpty() ? List.of("no plugins on this node") : table.lines(),
                List.copyOf(all.keySet()));
    }

    /** A request that is not sent. */
    static Page plan(LsmAsk ask, LsmRequest request) {
        ObjectNode params = request.params().deepCopy();
        request.params().properties().stream()
                .filter(each -> LsmAsk.isHidden(ask.method(), each.getKey()))
                .filter(each -> !each.getValue().isNull())
                .forEach(each -> params.set(each.getKey(), TextNode.valueOf(Secrets.MASK)));
        List<String> text = new ArrayList<>();
        text.add("would be sent to %s: %s".formatted(ask.uri().shown(), request.method()));
        params.properties()
                .forEach(
                        each ->
                                text.add(
                                        "    "
                                                + each.getKey()
                                                + " = "
                                                + ShownText.of(LsmJson.text(each.getValue()))));
        return new Page(
                Exit.DONE,
                "LsmPlan",
                Json.object("uri", ask.uri().shown(), "method", request.method(), "params", params),
                text,
                List.of(request.method()));
    }

    static Page accepted(LsmAsk ask, String job) {
        return job(ask, job, Exit.DONE, "job %s: accepted".formatted(ShownText.of(job)));
    }

    static Page running(LsmAsk ask, String job) {
        return job(
                ask,
                job,
                Exit.TIMED_OUT,
                "job %s still runs; see: baton lsm job wait %s %s"
                        .formatted(ShownText.of(job), ask.uri().shown(), ShownText.of(job)));
    }

    private static Page job(LsmAsk ask, String job, int exit, String sentence) {
        return new Page(
                exit,
                KIND,
                Json.object(
                        "uri",
                        ask.uri().shown(),
                        "method",
                        ask.method().word(),
                        "state",
                        "running",
                        "job",
                        job),
                List.of(sentence),
                List.of(job));
    }

    static Page answer(LsmAsk ask, JsonNode value) {
        Optional<LsmJobStatus> status =
                ask.method() == LsmMethod.JOB_STATUS && value.isArray()
                        ? LsmJobStatus.of(value)
                        : Optional.empty();
        return new Page(
                status.map(LsmPages::exit).orElse(Exit.DONE),
                KIND,
                Json.object(
                        "uri", ask.uri().shown(),
                        "method", ask.method().word(),
                        "state", status.map(LsmPages::word).orElse("done"),
                        "result", value),
                status.map(LsmPages::text).orElseGet(() -> text(value)),
                names(value));
    }

    private static int exit(LsmJobStatus status) {
        return switch (status.state()) {
            case RUNNING -> Exit.TIMED_OUT;
            case DONE -> Exit.DONE;
            case FAILED -> Exit.PARTLY_DONE;
        };
    }

    private static String word(LsmJobStatus status) {
        return status.state().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> text(LsmJobStatus status) {
        List<String> text = new ArrayList<>();
        text.add("%s, %d %%".formatted(word(status), status.percent()));
        status.item().ifPresent(item -> text.addAll(text(item)));
        return text;
    }

    private static List<String> names(JsonNode value) {
        Stream<JsonNode> all = value.isArray() ? value.valueStream() : Stream.of(value);
        return all.filter(each -> each.isTextual() || each.hasNonNull(ID))
                .map(each -> each.isTextual() ? each.textValue() : each.path(ID).asText())
                .toList();
    }

    private static List<String> text(JsonNode value) {
        if (value.isNull()) {
            return List.of("done");
        }
        if (value.isArray() && value.path(0).isObject()) {
            return table(value);
        }
        if (value.isArray()) {
            return value.isEmpty()
                    ? List.of("none")
                    : value.valueStream().map(LsmPages::shown).toList();
        }
        if (value.isObject()) {
            return LsmClass.CAPABILITIES.word().equals(value.path("class").asText())
                    ? capabilities(value.path("cap").asText())
                    : fields(value);
        }
        return List.of(shown(value));
    }

    private static List<String> capabilities(String hex) {
        Capabilities all = Capabilities.ofHex(hex).orElse(new Capabilities(new TreeSet<>()));
        return all.numbers().stream()
                .map(
                        number ->
                                "%3d  %s"
                                        .formatted(
                                                number,
                                                Capability.of(number)
                                                        .map(Enum::name)
                                                        .orElse("-")
                                                        .toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<String> fields(JsonNode value) {
        return value.properties().stream()
                .filter(each -> !each.getKey().equals("plugin_data"))
                .map(
                        each ->
                                "%-16s %s"
                                        .formatted(
                                                each.getKey(),
                                                shown(each.getKey(), each.getValue())))
                .toList();
    }

    /** Columns of what all have in common but is no secret of the plugin. */
    private static List<String> table(JsonNode list) {
        List<String> keys =
                list.path(0).properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(key -> !key.matches("class|plugin_data|unsupported_actions|vpd83"))
                        .sorted((a, b) -> Integer.compare(rank(a), rank(b)))
                        .toList();
        Table table =
                new Table(
                        keys.stream()
                                .map(key -> key.toUpperCase(Locale.ROOT))
                                .toArray(String[]::new));
        for (JsonNode each : list) {
            table.row(keys.stream().map(key -> shown(key, each.path(key))).toArray(String[]::new));
        }
        return table.lines();
    }

    private static int rank(String key) {
        return key.equals(ID) ? 0 : key.equals("name") ? 1 : 2;
    }

    private static String shown(String key, JsonNode value) {
        if (key.endsWith("_space") && value.canConvertToLong()) {
            return size(value.longValue());
        }
        if (key.equals("ts") && value.canConvertToLong()) {
            return Json.time(Instant.ofEpochSecond(value.longValue()));
        }
        return shown(value);
    }

    private static String shown(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : LsmJson.text(value);
        return text.isEmpty() ? "-" : ShownText.of(text);
    }

    private static String size(long bytes) {
        int unit = 0;
        double left = bytes;
        while (left >= STEP && unit < UNITS.size() - 1) {
            left /= STEP;
            unit++;
        }
        boolean isWhole = left == Math.rint(left);
        return String.format(Locale.ROOT, isWhole ? "%.0f%s" : "%.1f%s", left, UNITS.get(unit));
    }
}
