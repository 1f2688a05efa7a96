package dev.baton.agent.cli;

import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code event status --node}: the last results of another node, as its agent tells them. */
final class EventsElsewhere {

    private EventsElsewhere() {}

    static Page of(CliContext context, String named, int tail) {
        Picture picture = Picture.of(context);
        Pnn node = ObjectNames.node(picture, named);
        if (node.equals(picture.view().self().node())) {
            return EventPage.of(context, tail);
        }
        Page told = Elsewhere.ask(context, picture.name(node), node, Elsewhere.EVENT_STATUS);
        Table table = new Table("EVENT", "SCRIPT", "RESULT", "CODE", "TOOK", "ENDED");
        List<String> details = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Map<?, ?> event : maps(told.json(), "events")) {
            String name = text(event, "event");
            names.add(name);
            table.row(
                    name,
                    "-",
                    text(event, "status"),
                    "-",
                    text(event, "took_seconds") + " s",
                    text(event, "ended"));
            maps(event, "scripts").forEach(script -> add(table, details, name, script));
        }
        List<String> lines =
                new ArrayList<>(
                        names.isEmpty() ? List.of("no event has ended yet") : table.lines());
        lines.addAll(details);
        return new Page(told.exitCode(), told.kind(), told.json(), lines, names);
    }

    private static void add(Table table, List<String> details, String event, Map<?, ?> script) {
        String name = text(script, "script");
        table.row(
                event,
                name,
                text(script, "status"),
                text(script, "code"),
                text(script, "took_seconds") + " s",
                "");
        if (!text(script, "status").equals("ok")) {
            String words = String.valueOf(script.get("output")) + script.get("remark");
            words.lines().forEach(line -> details.add(name + ": " + ShownText.of(line)));
        }
    }

    private static List<Map<?, ?>> maps(Map<?, ?> fields, String name) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (fields.get(name) instanceof List<?> all) {
            all.forEach(
                    each -> {
                        if (each instanceof Map<?, ?> map) {
                            maps.add(map);
                        }
                    });
        }
        return maps;
    }

    private static String text(Map<?, ?> fields, String name) {
        return ShownText.of(String.valueOf(fields.get(name)));
    }
}
