package dev.baton.agent.eventd;

import dev.baton.agent.kernel.ErrorText;
import dev.baton.events.LastRun;
import dev.baton.events.ScriptResult;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The latest run of an event as CTDB prints it, to the byte.
 *
 * <p>Source: CTDB command contract, section 5.
 *
 * @param zone of the times
 */
record PrintedRun(LastRun run, ZoneId zone) {

    /** As ctime(3): the day is padded with a blank. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    /** One line for each script that ran, with what it printed below it. */
    String text() {
        StringBuilder text = new StringBuilder();
        List<ScriptResult> scripts = run.result().scripts();
        for (int i = 0; i < scripts.size(); i++) {
            ScriptResult script = scripts.get(i);
            text.append(line(script, run.startOf(i)));
            String words = words(script);
            if (!script.ok() || !words.isEmpty()) {
                text.append(block(words));
            }
        }
        return text.toString();
    }

    private String line(ScriptResult script, Instant started) {
        return switch (script.status()) {
                    case OK -> padded(script, "OK") + seconds(script.took()) + " " + time(started);
                    case ERROR ->
                            padded(script, "ERROR") + seconds(script.took()) + " " + time(started);
                    case TIMED_OUT -> padded(script, "TIMEDOUT") + time(started);
                    case DISABLED -> padded(script, "DISABLED").stripTrailing() + "  ";
                    case CANNOT_RUN, CANCELLED ->
                            padded(script, "CANNOT RUN") + "(" + ErrorText.of(-script.code()) + ")";
                }
                + "\n";
    }

    private static String padded(ScriptResult script, String state) {
        return "%-20s %-10s ".formatted(script.script(), state);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }

    private String time(Instant moment) {
        return TIME.format(moment.atZone(zone));
    }

    /** What a script printed or, if it could not be run, why. */
    private static String words(ScriptResult script) {
        String said = script.output();
        String words = said.isEmpty() && !script.ok() ? script.remark() : said;
        return words.replaceFirst("\n+\\z", "");
    }

    private static String block(String words) {
        if (words.indexOf('\n') < 0) {
            return "  OUTPUT: " + words + "\n";
        }
        StringBuilder block = new StringBuilder("  OUTPUT:\n");
        for (String line : words.split("\n", -1)) {
            block.append("    ").append(line).append('\n');
        }
        return block.toString();
    }
}
