package dev.baton.agent.cli;

import dev.baton.config.ConfigProblem;
import dev.baton.config.migration.Finding;
import dev.baton.config.migration.Migration;
import dev.baton.config.migration.Target;
import dev.baton.config.migration.Verdict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the commands on files of settings answer. */
final class ConfigPages {

    private final String kind;
    private final Path from;
    private final Path into;
    private final Migration migration;

    ConfigPages(String kind, Path from, Path into, Migration migration) {
        this.kind = kind;
        this.from = from;
        this.into = into;
        this.migration = migration;
    }

    static Page check(Path etc, List<ConfigProblem> problems) {
        boolean bad = problems.stream().anyMatch(ConfigProblem::isError);
        List<String> text = new ArrayList<>(List.of(verdict(etc, problems, bad)));
        problems.forEach(problem -> text.add(problem.toString()));
        return new Page(
                bad ? Exit.ANSWER_IS_NO : Exit.DONE,
                "ConfigCheck",
                Json.object(
                        "directory", etc.toString(), "starts", !bad, "problems", json(problems)),
                text,
                List.of());
    }

    private static String verdict(Path etc, List<ConfigProblem> problems, boolean bad) {
        if (bad) {
            return etc + ": an agent would not start";
        }
        return problems.isEmpty()
                ? etc + ": no problem"
                : etc + ": an agent starts, with " + problems.size() + " warnings";
    }

    private static List<Object> json(List<ConfigProblem> problems) {
        return problems.stream()
                .<Object>map(
                        each ->
                                Json.object(
                                        "severity", each.isError() ? "error" : "warning",
                                        "file", each.file(),
                                        "line", each.line(),
                                        "setting", each.key(),
                                        "why", each.why(),
                                        "cure", each.cure()))
                .toList();
    }

    /** Only what was found. */
    Page told() {
        int exit = migration.isRefused() ? Exit.ANSWER_IS_NO : Exit.DONE;
        return page(exit, "nothing was written", Optional.empty(), false, List.of());
    }

    Page refused(String why) {
        return page(Exit.REFUSED, why, Optional.empty(), false, List.of());
    }

    Page written(Optional<Path> backup, List<ConfigProblem> problems) {
        boolean bad = problems.stream().anyMatch(ConfigProblem::isError);
        String kept = backup.map(path -> ", before: " + path).orElse("");
        return page(
                bad ? Exit.ANSWER_IS_NO : Exit.DONE,
                migration.targets().size() + " files written to " + into + kept,
                backup,
                true,
                problems.stream().map(ConfigProblem::toString).toList());
    }

    private Page page(
            int exit,
            String outcome,
            Optional<Path> backup,
            boolean written,
            List<String> warnings) {
        List<String> text = new ArrayList<>();
        text.add(counts() + "; " + outcome);
        if (!migration.findings().isEmpty()) {
            text.addAll(table().lines());
        }
        Map<String, Object> json =
                Json.object(
                        "from", from.toString(),
                        "into", into.toString(),
                        "written", written,
                        "outcome", outcome,
                        "counts", jsonCounts(),
                        "findings", migration.findings().stream().map(ConfigPages::json).toList(),
                        "files", migration.targets().stream().map(Target::path).toList());
        backup.ifPresent(path -> json.put("backup", path.toString()));
        List<String> names = migration.findings().stream().map(Finding::setting).toList();
        return new Page(exit, kind, json, text, names, warnings);
    }

    private String counts() {
        int all = migration.findings().size();
        return (all == 1 ? "1 setting: " : all + " settings: ")
                + List.of(Verdict.values()).stream()
                        .map(verdict -> migration.count(verdict) + " " + verdict.text())
                        .collect(Collectors.joining(", "));
    }

    private Map<String, Object> jsonCounts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict.text().replace(' ', '_'), migration.count(verdict));
        }
        return counts;
    }

    private Table table() {
        Table table = new Table("VERDICT", "WHERE", "SETTING", "VALUE", "NOTE");
        for (Finding each : migration.findings()) {
            String place = each.place();
            String below = from + "/";
            table.row(
                    each.verdict().text(),
                    place.startsWith(below) ? place.substring(below.length()) : place,
                    each.setting(),
                    each.value(),
                    each.why());
        }
        return table;
    }

    private static Map<String, Object> json(Finding each) {
        return Json.object(
                "verdict", each.verdict().text().replace(' ', '_'),
                "file", each.file(),
                "line", each.line(),
                "setting", each.setting(),
                "value", each.value(),
                "why", each.why());
    }
}
