package dev.baton.agent.cli;

import dev.baton.agent.opennebula.DriverAccess;
import dev.baton.agent.opennebula.DriverPlan;
import dev.baton.agent.opennebula.FoundDriver;
import dev.baton.agent.opennebula.ImageRecord;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.ImageText;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code image}, {@code datastore} and {@code disk} answer. */
final class DriverPages {

    private DriverPages() {}

    static Page datastores(CliContext context) {
        List<DriverAccess.Line> all = StorageCommands.ask(() -> context.drivers().datastores());
        Table table =
                new Table("ID", "NAME", "OF", "STATE", "DRIVERS", "IMAGES", "AT ONCE", "PATH");
        List<String> problems = new ArrayList<>();
        for (DriverAccess.Line each : all) {
            table.row(
                    Long.toString(each.options().id()),
                    each.options().name(),
                    each.options().ofMachines() ? "machines" : "images",
                    state(each),
                    String.join(" ", each.drivers().stream().map(DriverPages::driver).toList()),
                    each.options().ofMachines() ? "-" : Integer.toString(each.images()),
                    Integer.toString(each.options().callsAtOnce()),
                    each.path().isEmpty() ? "-" : each.path());
            for (FoundDriver driver : each.drivers()) {
                driver.problems()
                        .forEach(
                                why ->
                                        problems.add(
                                                "datastore %d: %s"
                                                        .formatted(
                                                                each.options().id(),
                                                                ShownText.of(why))));
            }
        }
        List<String> text = new ArrayList<>();
        text.addAll(
                all.isEmpty()
                        ? List.of("no datastores; each is a section [datastore ID] of the settings")
                        : table.lines());
        problems.stream().distinct().forEach(text::add);
        return new Page(
                Exit.DONE,
                "DatastoreList",
                Json.object("datastores", all.stream().map(DriverPages::json).toList()),
                text,
                all.stream().map(each -> Long.toString(each.options().id())).toList());
    }

    private static String driver(FoundDriver driver) {
        return "%s(%s)".formatted(driver.word(), driver.dialect().map(Dialect::word).orElse("?"));
    }

    private static String state(DriverAccess.Line line) {
        boolean ready =
                line.drivers().stream()
                        .allMatch(each -> each.dialect().isPresent() && !each.actions().isEmpty());
        return ready ? "ready" : "unusable";
    }

    private static Map<String, Object> json(DriverAccess.Line line) {
        return Json.object(
                "id", line.options().id(),
                "name", line.options().name(),
                "of_machines", line.options().ofMachines(),
                "state", state(line),
                "path", line.path(),
                "calls_at_once", line.options().callsAtOnce(),
                "nodes", line.options().nodes(),
                "images", line.images(),
                "drivers", line.drivers().stream().map(DriverPages::json).toList());
    }

    private static Map<String, Object> json(FoundDriver driver) {
        return Json.object(
                "driver", driver.word(),
                "dialect", driver.dialect().map(Dialect::word).orElse(""),
                "directory", driver.directory().toString(),
                "actions", List.copyOf(driver.actions()),
                "problems", driver.problems());
    }

    static Page images(CliContext context) {
        DriverAccess.Written written = StorageCommands.ask(() -> context.drivers().images());
        List<ImageRecord> all = written.all();
        Table table = new Table("ID", "NAME", "STATE", "DATASTORE", "SIZE", "FORMAT", "SOURCE");
        all.forEach(
                each ->
                        table.row(
                                Long.toString(each.image().id()),
                                each.title(),
                                each.state().word(),
                                Long.toString(each.datastore()),
                                size(each),
                                shown(each, ImageText.FORMAT),
                                shown(each, ImageText.SOURCE)));
        return new Page(
                Exit.DONE,
                "ImageList",
                Json.object("images", all.stream().map(DriverPages::json).toList()),
                all.isEmpty()
                        ? List.of("no images; make one with: baton image create")
                        : table.lines(),
                all.stream().map(ImageRecord::title).toList(),
                written.warning().isEmpty() ? List.of() : List.of(written.warning()));
    }

    private static String size(ImageRecord each) {
        String size = each.image().text(ImageText.SIZE);
        return size.isEmpty() ? "-" : ShownText.of(size) + "MiB";
    }

    /** 0 while nobody has said how large it is. */
    private static long mebibytes(ImageRecord each) {
        String size = each.image().text(ImageText.SIZE);
        return size.matches("[0-9]{1,15}") ? Long.parseLong(size) : 0;
    }

    private static String shown(ImageRecord each, ImageText name) {
        String text = each.image().text(name);
        return text.isEmpty() ? "-" : ShownText.of(text);
    }

    /** Where an image is, on one line. */
    static String line(ImageRecord each) {
        return "%s: id %d, %s, %s"
                .formatted(
                        each.title(), each.image().id(), size(each), shown(each, ImageText.SOURCE));
    }

    static Map<String, Object> json(ImageRecord each) {
        return Json.object(
                "id", each.image().id(),
                "name", each.title(),
                "state", each.state().word(),
                "datastore", each.datastore(),
                "size_mib", mebibytes(each),
                "format", each.image().text(ImageText.FORMAT),
                "fs", each.image().text(ImageText.FS),
                "path", each.image().text(ImageText.PATH),
                "source", each.source(),
                "attributes", List.copyOf(each.image().template().keySet()),
                "made", Json.time(Instant.ofEpochMilli(each.at())));
    }

    static Page room(String datastore, Optional<Truth<DriverResult>> told) {
        DriverResult result = result("datastore " + datastore, told);
        if (!(result instanceof DriverResult.Room(long used, long free, long total))) {
            throw new IllegalStateException("expected room, got " + result);
        }
        return new Page(
                Exit.DONE,
                "DatastoreRoom",
                Json.object(
                        "datastore", datastore,
                        "used_mib", used,
                        "free_mib", free,
                        "total_mib", total),
                List.of(
                        "datastore %s: %d MiB free of %d MiB, %d MiB used"
                                .formatted(ShownText.of(datastore), free, total, used)),
                List.of(Long.toString(free)));
    }

    static Page size(String path, Optional<Truth<DriverResult>> told) {
        DriverResult result = result(path, told);
        if (!(result instanceof DriverResult.Size(long size))) {
            throw new IllegalStateException("expected a size, got " + result);
        }
        return new Page(
                Exit.DONE,
                "ImageSize",
                Json.object("path", path, "size_mib", size),
                List.of("%s: %d MiB".formatted(ShownText.of(path), size)),
                List.of(Long.toString(size)));
    }

    static Page offer(String image, Optional<Truth<DriverResult>> told) {
        DriverResult result = result("image " + image, told);
        if (!(result
                instanceof
                DriverResult.Offer(String source, String md5, OptionalLong size, String format))) {
            throw new IllegalStateException("expected an offer, got " + result);
        }
        Map<String, Object> json =
                new LinkedHashMap<>(
                        Json.object(
                                "image", image, "source", source, "md5", md5, "format", format));
        size.ifPresent(mib -> json.put("size_mib", mib));
        return new Page(
                Exit.DONE,
                "ImageOffer",
                json,
                List.of(
                        "image %s can be registered from %s%s%s"
                                .formatted(
                                        ShownText.of(image),
                                        ShownText.of(source),
                                        size.isPresent() ? ", " + size.getAsLong() + " MiB" : "",
                                        format.isEmpty() ? "" : ", " + ShownText.of(format))),
                List.of(source));
    }

    private static DriverResult result(String what, Optional<Truth<DriverResult>> told) {
        String shown = ShownText.of(what);
        if (told.isEmpty()) {
            throw new Complaint(
                    Exit.TIMED_OUT,
                    shown + ": no answer yet; the call goes on, look with: baton call list");
        }
        if (told.get() instanceof Truth.Done<DriverResult>(DriverResult result, var _)) {
            return result;
        }
        throw new Complaint(
                Exit.PARTLY_DONE,
                "%s: %s; see what it printed: baton call list"
                        .formatted(shown, ShownText.of(told.get().sentence())));
    }

    static Page orphans(CliContext context, String datastore) {
        DriverAccess.Orphans found =
                StorageCommands.ask(() -> context.drivers().orphans(datastore));
        List<String> text = new ArrayList<>();
        found.sizes()
                .forEach(
                        (path, bytes) ->
                                text.add(
                                        "not written down: %s, %d MiB"
                                                .formatted(ShownText.of(path), bytes >> 20)));
        found.missing().forEach(each -> text.add("not there: image " + line(each)));
        boolean none = text.isEmpty();
        if (!found.sizes().isEmpty()) {
            text.add("delete one with: baton image delete ID --datastore DATASTORE --source PATH");
        }
        if (!found.missing().isEmpty()) {
            text.add("take one out of the records with: baton image forget IMAGE");
        }
        return new Page(
                none ? Exit.DONE : Exit.ANSWER_IS_NO,
                "DatastoreOrphans",
                Json.object(
                        "datastore",
                        datastore,
                        "not_written_down",
                        found.sizes().entrySet().stream()
                                .map(
                                        each ->
                                                Json.object(
                                                        "path",
                                                        each.getKey(),
                                                        "bytes",
                                                        each.getValue()))
                                .toList(),
                        "not_there",
                        found.missing().stream().map(DriverPages::json).toList()),
                none ? List.of("no orphans") : text,
                List.copyOf(found.sizes().keySet()),
                found.warning().isEmpty() ? List.of() : List.of(found.warning()));
    }

    static Page plan(DriverPlan plan) {
        List<String> text = new ArrayList<>();
        text.add("would be run for %s, in this order:".formatted(ShownText.of(plan.what())));
        for (DriverPlan.Call call : plan.calls()) {
            List<String> words = new ArrayList<>(List.of(call.program()));
            call.arguments().forEach(each -> words.add(ShownText.of(each)));
            text.add(
                    "%s: %s  as %s, at most %s"
                            .formatted(
                                    call.node(),
                                    String.join(" ", words),
                                    call.user(),
                                    Times.words(Duration.ofMillis(call.limitMillis()))));
            call.environment()
                    .forEach((name, value) -> text.add("    " + ShownText.of(name + "=" + value)));
            call.input().ifPresent(input -> text.add("    reads: " + ShownText.of(input)));
            call.undoneBy().forEach(each -> text.add("    undone by: " + ShownText.of(each)));
        }
        return new Page(
                Exit.DONE,
                "DriverPlan",
                Json.object(
                        "action",
                        plan.what(),
                        "calls",
                        plan.calls().stream().map(DriverPages::json).toList()),
                text,
                plan.calls().stream().map(DriverPlan.Call::action).toList());
    }

    static Map<String, Object> json(DriverPlan.Call call) {
        return Json.object(
                "node", call.node(),
                "driver", call.driver(),
                "action", call.action(),
                "program", call.program(),
                "arguments", call.arguments(),
                "environment", call.environment(),
                "user", call.user(),
                "input", call.input().orElse(""),
                "limit_seconds", Json.seconds(Duration.ofMillis(call.limitMillis())),
                "undone_by", call.undoneBy());
    }
}
