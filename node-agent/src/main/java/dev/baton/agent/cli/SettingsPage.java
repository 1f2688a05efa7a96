package dev.baton.agent.cli;

import dev.baton.config.Pnn;
import dev.baton.config.Setting;
import dev.baton.events.callout.Secrets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code config show} answers: every setting with its value and origin, what the files say
 * otherwise by now, and what differs on another node. Values that may be secrets are masked.
 */
final class SettingsPage {

    private static final Secrets SECRETS = new Secrets(List.of());

    /** Bounded, so that a long value costs no more than its length. */
    private static final Pattern NAMED =
            Pattern.compile("(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]{0,63}+)=\\S++");

    private static final List<String> OF_SCRIPTS = List.of("extra variables", "attributes");

    private SettingsPage() {}

    /** Of this node as its agent started with them. */
    static Page own(CliContext context) {
        ShownSettings shown = context.shownSettings();
        return page(context.settings().name().value(), rows(shown.inForce(), shown.now().get()));
    }

    /** Of the files, where no agent runs. */
    static Page ofFiles(List<Setting> settings) {
        return page("", rows(settings, settings));
    }

    /** Of that node, each with this node's value where they differ. */
    static Page of(CliContext context, String named) {
        Picture picture = Picture.of(context);
        Pnn node = ObjectNames.node(picture, named);
        if (node.equals(picture.view().self().node())) {
            return own(context);
        }
        String name = picture.name(node);
        Page told = Elsewhere.ask(context, name, node, Elsewhere.CONFIG_SHOW);
        Map<String, String> here = new LinkedHashMap<>();
        context.shownSettings().inForce().forEach(each -> here.put(each.name(), masked(each)));
        return page(name, compared(told, here));
    }

    private static List<Map<String, Object>> compared(Page told, Map<String, String> here) {
        List<Map<String, Object>> rows = new ArrayList<>();
        if (told.json().get("settings") instanceof List<?> settings) {
            for (Object each : settings) {
                if (each instanceof Map<?, ?> fields) {
                    rows.add(withHere(fields, here));
                }
            }
        }
        return rows;
    }

    private static Map<String, Object> withHere(Map<?, ?> fields, Map<String, String> here) {
        Map<String, Object> row = new LinkedHashMap<>();
        fields.forEach((key, value) -> row.put(String.valueOf(key), value));
        String name = "[" + row.get("section") + "] " + row.get("key");
        String own = here.getOrDefault(name, "");
        if (!own.equals(row.get("value"))) {
            row.put("here", own);
        }
        return row;
    }

    private static List<Map<String, Object>> rows(List<Setting> inForce, List<Setting> now) {
        Map<String, String> files = new LinkedHashMap<>();
        now.forEach(each -> files.put(each.name(), masked(each)));
        return inForce.stream().map(each -> row(each, files)).toList();
    }

    private static Map<String, Object> row(Setting each, Map<String, String> files) {
        Map<String, Object> row =
                Json.object(
                        "section", each.section(),
                        "key", each.key(),
                        "value", masked(each),
                        "default", each.isDefault(),
                        "origin", each.origin(),
                        "meaning", each.meaning());
        String inFiles = files.getOrDefault(each.name(), "");
        if (!inFiles.equals(masked(each))) {
            row.put("in_files", inFiles);
        }
        return row;
    }

    private static String masked(Setting each) {
        if (OF_SCRIPTS.contains(each.key()) && !each.isDefault()) {
            return Secrets.MASK;
        }
        return NAMED.matcher(each.value())
                .replaceAll(
                        found ->
                                SECRETS.isSecret(found.group(1))
                                        ? found.group(1) + "=" + Secrets.MASK
                                        : "$0");
    }

    private static Page page(String node, List<Map<String, Object>> rows) {
        Table table = new Table("SETTING", "VALUE", "FROM", "REMARK");
        List<String> names = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            String name = "[" + row.get("section") + "] " + row.get("key");
            names.add(name);
            String origin = String.valueOf(row.get("origin"));
            table.row(
                    name,
                    ShownText.of(String.valueOf(row.get("value"))),
                    origin.isEmpty() ? "default" : ShownText.of(origin),
                    remark(row));
        }
        long differing = rows.stream().filter(row -> row.containsKey("here")).count();
        return new Page(
                Exit.DONE,
                "Settings",
                Json.object("node", node, "differing", differing, "settings", rows),
                table.lines(),
                names);
    }

    private static String remark(Map<String, Object> row) {
        return Optional.ofNullable(row.get("in_files"))
                .map(value -> "from the next start: " + ShownText.of(String.valueOf(value)))
                .or(
                        () ->
                                Optional.ofNullable(row.get("here"))
                                        .map(
                                                value ->
                                                        "here: "
                                                                + ShownText.of(
                                                                        String.valueOf(value))))
                .orElse("");
    }
}
