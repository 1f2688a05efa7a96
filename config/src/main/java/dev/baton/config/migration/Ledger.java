package dev.baton.config.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects findings and targets while a directory is translated. */
final class Ledger {

    private final List<Finding> findings = new ArrayList<>();
    private final SortedMap<String, Target> targets = new TreeMap<>();

    void add(Finding finding) {
        findings.add(finding);
    }

    void add(Verdict verdict, String file, int line, String setting, String value, String why) {
        findings.add(new Finding(verdict, file, line, setting, value, why));
    }

    /** A later file of the same path replaces an earlier one. */
    void write(Target target) {
        targets.put(target.path(), target);
    }

    boolean writes(String path) {
        return targets.containsKey(path);
    }

    /** Adds lines to a text that is written already, or begins one. */
    void append(String path, List<String> lines, List<String> otherwise) {
        List<String> all =
                new ArrayList<>(
                        targets.get(path) instanceof Target.Written text
                                ? text.lines()
                                : otherwise);
        all.addAll(lines);
        write(new Target.Written(path, all));
    }

    Migration result() {
        return new Migration(findings, List.copyOf(targets.values()));
    }
}
