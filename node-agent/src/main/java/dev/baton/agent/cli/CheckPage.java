package dev.baton.agent.cli;

import dev.baton.orchestrator.cluster.Runstate;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code check} answers: one line as plugins of Nagios and its like give it, with figures
 * behind the bar, and their exit codes. Critical is what an alert of that severity would say: an
 * address is not served rightly now, or nobody can change that.
 *
 * <p>Source: monitoring, section 3.
 */
final class CheckPage {

    /** As such plugins end. */
    private enum Verdict {
        OK(0),
        WARNING(1),
        CRITICAL(2),
        UNKNOWN(3);

        private final int exitCode;

        Verdict(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final Picture picture;
    private final List<Problems.Problem> problems;

    private CheckPage(CliContext context) {
        this.picture = Picture.of(context);
        this.problems = Problems.of(picture);
    }

    static Page of(CliContext context) {
        CheckPage check = new CheckPage(context);
        Verdict verdict = check.verdict();
        return new Page(
                verdict.exitCode,
                "Check",
                check.json(verdict),
                List.of(check.line(verdict)),
                List.of(verdict.name()));
    }

    private Verdict verdict() {
        if (picture.view().runstate() != Runstate.RUNNING) {
            return Verdict.UNKNOWN;
        }
        if (problems.stream().anyMatch(Problems.Problem::isGrave)) {
            return Verdict.CRITICAL;
        }
        return problems.isEmpty() ? Verdict.OK : Verdict.WARNING;
    }

    private String line(Verdict verdict) {
        return "BATON %s - %s | %s".formatted(verdict, words(verdict), figures());
    }

    private String words(Verdict verdict) {
        if (verdict == Verdict.UNKNOWN) {
            return "the agent is in "
                    + picture.view().runstate().name().toLowerCase(Locale.ROOT)
                    + ", ask again when it runs";
        }
        if (problems.isEmpty()) {
            return "%d of %d nodes OK, %d of %d addresses served"
                    .formatted(
                            picture.okNodes(),
                            picture.nodes().size(),
                            picture.served(),
                            picture.addresses().size());
        }
        Problems.Problem worst =
                problems.stream()
                        .filter(Problems.Problem::isGrave)
                        .findFirst()
                        .orElse(problems.getFirst());
        String more = problems.size() == 1 ? "" : ", and %d more".formatted(problems.size() - 1);
        return (worst.what() + more + "; next: " + worst.next()).replace('|', '/');
    }

    /** {@code NAME=VALUE;WARN;CRIT;MIN;MAX}, as Nagios' guidelines for plugins have it. */
    private String figures() {
        return "nodes_ok=%d;;;0;%d addresses_served=%d;;;0;%d leader=%d;;;0;1 majority=%d;;;0;1 problems=%d;;;0"
                .formatted(
                        picture.okNodes(),
                        picture.nodes().size(),
                        picture.served(),
                        picture.addresses().size(),
                        picture.view().leader().isPresent() ? 1 : 0,
                        picture.view().majority() ? 1 : 0,
                        problems.size());
    }

    private Map<String, Object> json(Verdict verdict) {
        return Json.object(
                "verdict",
                verdict.name(),
                "words",
                words(verdict),
                "nodes_ok",
                picture.okNodes(),
                "nodes",
                picture.nodes().size(),
                "addresses_served",
                picture.served(),
                "addresses",
                picture.addresses().size(),
                "problems",
                problems.stream().map(Problems.Problem::what).toList());
    }
}
