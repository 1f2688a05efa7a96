package dev.baton.agent.cli;

import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRecord;
import dev.baton.events.callout.Secrets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code volume list}, {@code info} and {@code --plan} answer. */
final class VolumePages {

    private VolumePages() {}

    static Page list(CliContext context) {
        List<VolumeRecord> all = StorageCommands.ask(() -> context.storage().volumes());
        Table table = new Table("VOLUME", "STATE", "SIZE", "PROVIDER", "DEVICE", "VOL_NAME");
        all.forEach(
                each ->
                        table.row(
                                each.volume().title(),
                                each.state().word(),
                                each.size() + "MiB",
                                each.volume().provider(),
                                each.device().isEmpty() ? "-" : each.device(),
                                each.volume().name()));
        return new Page(
                Exit.DONE,
                "VolumeList",
                Json.object("volumes", all.stream().map(each -> json(context, each)).toList()),
                all.isEmpty() ? List.of("no volumes on this node") : table.lines(),
                all.stream().map(each -> each.volume().title()).toList());
    }

    static Page info(CliContext context, String title) {
        VolumeRecord volume =
                StorageCommands.ask(() -> context.storage().volumes()).stream()
                        .filter(each -> each.volume().title().equals(title))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Complaint.notFound(
                                                "this node has no volume \"%s\"; see: baton volume"
                                                                .formatted(ShownText.of(title))
                                                        + " list"));
        String seen = context.storage().seen(volume);
        List<String> text = new ArrayList<>();
        text.add("volume     " + title + ", " + volume.state().word());
        text.add("size       " + volume.size() + "MiB");
        text.add("provider   " + volume.volume().provider());
        text.add("VOL_NAME   " + volume.volume().name());
        text.add("VOL_UUID   " + volume.volume().uuid());
        parameters(context, volume)
                .forEach(
                        (name, value) ->
                                text.add("parameter  " + ShownText.of(name + "=" + value)));
        text.add("made       " + Json.time(Instant.ofEpochMilli(volume.at())));
        text.add(
                volume.device().isEmpty()
                        ? "device     none; attach it: baton volume attach " + title
                        : "device     " + ShownText.of(volume.device()) + ", there is " + seen);
        Map<String, Object> json = Json.object("volume", json(context, volume), "seen", seen);
        return new Page(Exit.DONE, "Volume", json, text, List.of(title));
    }

    private static SortedMap<String, String> parameters(CliContext context, VolumeRecord volume) {
        SortedMap<String, String> shown = new TreeMap<>();
        volume.volume()
                .parameters()
                .forEach(
                        (name, value) ->
                                shown.put(
                                        name,
                                        context.storage().isSecret(name) ? Secrets.MASK : value));
        return shown;
    }

    private static Map<String, Object> json(CliContext context, VolumeRecord each) {
        return Json.object(
                "name", each.volume().title(),
                "state", each.state().word(),
                "size_mib", each.size(),
                "provider", each.volume().provider(),
                "device", each.device(),
                "vol_name", each.volume().name(),
                "vol_uuid", each.volume().uuid(),
                "parameters", parameters(context, each));
    }

    static Page plan(String what, StorageAccess.Plan plan) {
        List<String> text = new ArrayList<>();
        text.add("would be run for %s, in this order:".formatted(what));
        for (StorageAccess.Planned call : plan.calls()) {
            text.add(
                    "%s: %s  in %s, at most %s"
                            .formatted(
                                    call.node(),
                                    String.join(" ", command(call)),
                                    call.directory(),
                                    Times.seconds(call.limit())));
            call.environment()
                    .forEach((name, value) -> text.add("    " + ShownText.of(name + "=" + value)));
            if (!call.undoneBy().isEmpty()) {
                text.add("    undone by: " + String.join(", ", call.undoneBy()));
            }
        }
        return new Page(
                Exit.DONE,
                "VolumePlan",
                Json.object(
                        "action",
                        what,
                        "calls",
                        plan.calls().stream().map(VolumePages::json).toList()),
                text,
                plan.calls().stream().map(StorageAccess.Planned::action).toList(),
                plan.warnings());
    }

    private static List<String> command(StorageAccess.Planned call) {
        List<String> words = new ArrayList<>(List.of(call.program()));
        call.arguments().forEach(each -> words.add(ShownText.of(each)));
        return words;
    }

    private static Map<String, Object> json(StorageAccess.Planned call) {
        return Json.object(
                "node", call.node(),
                "action", call.action(),
                "program", call.program(),
                "arguments", call.arguments(),
                "environment", call.environment(),
                "directory", call.directory(),
                "limit_seconds", Json.seconds(call.limit()),
                "undone_by", call.undoneBy());
    }
}
