package dev.baton.agent.cli;

import dev.baton.config.Pnn;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.orchestrator.cluster.NodeTunables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code tunable list} and {@code tunable show} answer. */
final class TunablePages {

    private TunablePages() {}

    /** This node and those it is connected with. */
    static SortedMap<Pnn, NodeTunables> connected(Picture picture) {
        TreeMap<Pnn, NodeTunables> all = new TreeMap<>();
        picture.nodes().stream()
                .filter(picture::connected)
                .forEach(
                        pnn ->
                                picture.report(pnn)
                                        .ifPresent(report -> all.put(pnn, report.tunables())));
        return all;
    }

    /** Those that Baton acts on; with {@code all} also the others. */
    static Page list(CliContext context, boolean all) {
        Picture picture = Picture.of(context);
        SortedMap<Pnn, NodeTunables> nodes = connected(picture);
        NodeTunables here = here(picture, nodes);
        List<Tunable> shown =
                TunableCatalog.all().stream()
                        .filter(each -> all || each.effect() == Tunable.Effect.ACTIVE)
                        .toList();
        Table table = new Table("TUNABLE", "VALUE", "SOURCE", "OTHER NODES");
        List<Map<String, Object>> json = new ArrayList<>();
        for (Tunable each : shown) {
            SortedMap<Pnn, NodeTunables> others = new TreeMap<>(nodes);
            others.values().removeIf(node -> value(node, each) == value(here, each));
            table.row(
                    each.name(),
                    Integer.toString(value(here, each)),
                    here.sourceOf(each).text(),
                    words(picture, others, each));
            json.add(json(picture, here, others, each));
        }
        return new Page(
                Exit.DONE,
                "TunableList",
                Json.object("tunables", json),
                table.lines(),
                shown.stream().map(Tunable::name).toList());
    }

    /** One on every node. */
    static Page show(CliContext context, Tunable tunable) {
        Picture picture = Picture.of(context);
        SortedMap<Pnn, NodeTunables> nodes = connected(picture);
        NodeTunables here = here(picture, nodes);
        List<String> lines = new ArrayList<>();
        lines.add("%s = %d".formatted(tunable.name(), value(here, tunable)));
        lines.add(
                "%s. From %d to %d (%s), default %d."
                        .formatted(
                                tunable.purpose(),
                                tunable.min(),
                                tunable.max(),
                                tunable.unit().text(),
                                tunable.defaultValue()));
        Table table = new Table("NODE", "VALUE", "SOURCE");
        nodes.forEach(
                (pnn, node) ->
                        table.row(
                                picture.name(pnn),
                                Integer.toString(value(node, tunable)),
                                node.sourceOf(tunable).text()));
        lines.addAll(table.lines());
        return new Page(
                Exit.DONE,
                "Tunable",
                Json.object(
                        "name",
                        tunable.name(),
                        "value",
                        value(here, tunable),
                        "default",
                        tunable.defaultValue(),
                        "source",
                        here.sourceOf(tunable).text(),
                        "unit",
                        tunable.unit().text(),
                        "min",
                        tunable.min(),
                        "max",
                        tunable.max(),
                        "effect",
                        effect(tunable),
                        "meaning",
                        tunable.purpose(),
                        "nodes",
                        on(picture, nodes, tunable)),
                lines,
                List.of(tunable.name()));
    }

    private static NodeTunables here(Picture picture, SortedMap<Pnn, NodeTunables> nodes) {
        return nodes.getOrDefault(picture.view().self().node(), NodeTunables.DEFAULT);
    }

    private static int value(NodeTunables node, Tunable tunable) {
        return node.inForce().get(tunable);
    }

    private static String words(
            Picture picture, SortedMap<Pnn, NodeTunables> others, Tunable tunable) {
        return others.entrySet().stream()
                .map(
                        node ->
                                "%s %d (%s)"
                                        .formatted(
                                                picture.name(node.getKey()),
                                                value(node.getValue(), tunable),
                                                node.getValue().sourceOf(tunable).text()))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> json(
            Picture picture,
            NodeTunables here,
            SortedMap<Pnn, NodeTunables> others,
            Tunable tunable) {
        return Json.object(
                "name",
                tunable.name(),
                "value",
                value(here, tunable),
                "source",
                here.sourceOf(tunable).text(),
                "effect",
                effect(tunable),
                "other_nodes",
                on(picture, others, tunable));
    }

    private static List<Map<String, Object>> on(
            Picture picture, SortedMap<Pnn, NodeTunables> nodes, Tunable tunable) {
        return nodes.entrySet().stream()
                .map(
                        node ->
                                Json.object(
                                        "name",
                                        picture.name(node.getKey()),
                                        "pnn",
                                        node.getKey().value(),
                                        "value",
                                        value(node.getValue(), tunable),
                                        "source",
                                        node.getValue().sourceOf(tunable).text()))
                .toList();
    }

    private static String effect(Tunable tunable) {
        return tunable.effect().name().toLowerCase(Locale.ROOT);
    }
}
