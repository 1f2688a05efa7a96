package dev.baton.config.migration;

import java.util.List;

/**
 * What was found in a directory, and the files that are to be written for it.
 *
 * @param targets by path; good only when nothing is refused
 */
public record Migration(List<Finding> findings, List<Target> targets) {

    public Migration {
        findings = List.copyOf(findings);
        targets = List.copyOf(targets);
    }

    /** Whether something stands in the way of writing. */
    public boolean isRefused() {
        return findings.stream().anyMatch(each -> each.verdict() == Verdict.REFUSED);
    }

    /** How many findings have this verdict. */
    public long count(Verdict verdict) {
        return findings.stream().filter(each -> each.verdict() == verdict).count();
    }
}
