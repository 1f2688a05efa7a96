package dev.baton.agent.cli;

import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VolumeRecord;
import dev.baton.events.callout.Secrets;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code volume list}, {@code info} and {@code --plan} answer. */
final class VolumePages {

    private VolumePages() {}

    static Page list(CliContext context) {
        ClusterStorage cluster = ClusterStorage.of(context);
        List<ClusterStorage.Volume> all = cluster.volumes();
        Table table =
                new Table("VOLUME", "NODE", "STATE", "SIZE", "PROVIDER", "DEVICE", "VOL_NAME");
        all.forEach(
                each ->
                        table.row(
                                each.told().title(),
                                each.node().toString(),
                                each.told().state(),
                                each.told().size() + "MiB",
                                each.told().provider(),
                                each.told().device().isEmpty() ? "-" : each.told().device(),
                                each.told().name()));
        return new Page(
                Exit.DONE,
                "VolumeList",
                Json.object("volumes", all.stream().map(each -> json(context, each)).toList()),
                all.isEmpty() ? List.of("no volumes") : table.lines(),
                all.stream().map(each -> each.told().title()).toList(),
                cluster.warnings());
    }

    /** Parameters of its volumes are told to no other node. */
    private static Map<String, Object> json(CliContext context, ClusterStorage.Volume each) {
        if (each.node().equals(context.settings().pnn())) {
            for (VolumeRecord own : StorageCommands.ask(() -> context.storage().volumes())) {
                if (own.volume().title().equals(each.told().title())) {
                    return json(context, own);
                }
            }
        }
        return toldJson(each);
    }

    private static Map<String, Object> toldJson(ClusterStorage.Volume each) {
        return Json.object(
                "name", each.told().title(),
                "node", each.node().value(),
                "state", each.told().state(),
                "size_mib", each.told().size(),
                "provider", each.told().provider(),
                "device", each.told().device(),
                "vol_name", each.told().name(),
                "vol_uuid", each.told().uuid());
    }

    /** As its node told it last. */
    private static Page infoElsewhere(CliContext context, String title) {
        ClusterStorage cluster = ClusterStorage.of(context);
        ClusterStorage.Volume volume =
                cluster.volumes().stream()
                        .filter(each -> each.told().title().equals(title))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Complaint.notFound(
                                                "no node has a volume \"%s\"; see: baton volume list"
                                                        .formatted(ShownText.of(title))));
        List<String> text = new ArrayList<>();
        text.add("volume     %s, %s".formatted(title, volume.told().state()));
        text.add("node       " + volume.node());
        text.add("size       " + volume.told().size() + "MiB");
        text.add("provider   " + volume.told().provider());
        text.add("VOL_NAME   " + volume.told().name());
        text.add("VOL_UUID   " + volume.told().uuid());
        text.add(
                "device     "
                        + (volume.told().device().isEmpty()
                                ? "none"
                                : ShownText.of(volume.told().device())));
        Map<String, Object> json = Json.object("volume", toldJson(volume), "seen", "");
        return new Page(Exit.DONE, "Volume", json, text, List.of(title), cluster.warnings());
    }

    static Page info(CliContext context, String title) {
        Optional<VolumeRecord> own =
                StorageCommands.ask(() -> context.storage().volumes()).stream()
                        .filter(each -> each.volume().title().equals(title))
                        .findFirst();
        return own.map(volume -> infoHere(context, volume))
                .orElseGet(() -> infoElsewhere(context, title));
    }

    private static Page infoHere(CliContext context, VolumeRecord volume) {
        String title = volume.volume().title();
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
                "node", context.settings().pnn().value(),
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

    static Map<String, Object> json(StorageAccess.Planned call) {
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
