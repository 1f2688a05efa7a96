package dev.baton.monitoring.facts;

import dev.baton.events.ScriptResult;
import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes each fact as one log line, and what scripts printed line by line under the script's name.
 *
 * <p>Bounds: at most {@value #MOST_LINES} lines of one script, the last ones, each cut at {@value
 * #LONGEST_LINE} characters. Thread: any.
 */
public final class FactLog implements Consumer<Fact> {

    /** Lines of one script's output that are kept, from its end. */
    public static final int MOST_LINES = 100;

    /** Characters of one line that are kept. */
    public static final int LONGEST_LINE = 1000;

    private final Logger scripts;
    private final Logger facts;
    private final Function<FactFields, String> words;
    private volatile String trouble = "";

    /**
     * Writes to {@code baton.fact} and {@code baton.script} of these loggers.
     *
     * @param words of a fact, in one line
     */
    public FactLog(ILoggerFactory loggers, Function<FactFields, String> words) {
        this.words = words;
        this.scripts = loggers.getLogger("baton.script");
        this.facts = loggers.getLogger("baton.fact");
    }

    @Override
    public void accept(Fact fact) {
        Level level = isNewTrouble(fact) ? Level.WARN : FactLevels.of(fact);
        if (facts.isEnabledForLevel(level)) {
            facts.atLevel(level).log(words.apply(FactFields.of(fact)));
        }
        if (fact instanceof Fact.EventEnded ended) {
            ended.result().scripts().forEach(this::logOutput);
        }
    }

    /** Of events that end well and have something to say all the same, only the first is loud. */
    private boolean isNewTrouble(Fact fact) {
        if (!(fact instanceof Fact.EventEnded ended) || !ended.result().ok()) {
            return false;
        }
        String before = trouble;
        trouble = ended.result().detail();
        return !trouble.isEmpty() && !trouble.equals(before);
    }

    /**
     * As errors, also what a successful script says: it is written to be read. Source: CTDB events
     * contract, section 3 (number 5).
     */
    private void logOutput(ScriptResult script) {
        String said = script.output() + script.remark();
        if (said.isBlank() || !scripts.isEnabledForLevel(Level.ERROR)) {
            return;
        }
        List<String> lines = said.lines().toList();
        int skipped = Math.max(0, lines.size() - MOST_LINES);
        if (skipped > 0) {
            scripts.error("{}: lines_left_out={}", script.script(), skipped);
        }
        lines.stream()
                .skip(skipped)
                .forEach(line -> scripts.error("{}: {}", script.script(), cut(line)));
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    }
}
