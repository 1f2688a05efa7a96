package dev.baton.config.migration;

import dev.baton.config.ConfigProblem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One setting that was found, and what becomes of it.
 *
 * @param file as its reader would open it
 * @param line from 1; 0 when the file as a whole is meant
 * @param setting what it sets, such as {@code [cluster] node address}
 * @param value as it was written, in today's words; perhaps empty
 * @param why the reason, or what is worth knowing; empty for what is simply taken
 */
public record Finding(
        Verdict verdict, String file, int line, String setting, String value, String why) {

    /** Where it stands: {@code file:line}. */
    public String place() {
        return line > 0 ? file + ":" + line : file;
    }

    /** Judged by what an agent would say of it: an error refuses, a warning is worth knowing. */
    static Finding judged(
            String file, int line, String setting, String value, List<ConfigProblem> problems) {
        boolean refused = problems.stream().anyMatch(ConfigProblem::isError);
        Verdict verdict = refused ? Verdict.REFUSED : Verdict.TAKEN;
        return new Finding(verdict, file, line, setting, value, sentences(problems));
    }

    /** The reasons with their cures, without place. */
    static String sentences(List<ConfigProblem> problems) {
        return problems.stream()
                .map(each -> each.why() + (each.cure().isEmpty() ? "" : " (" + each.cure() + ")"))
                .collect(Collectors.joining("; "));
    }
}
