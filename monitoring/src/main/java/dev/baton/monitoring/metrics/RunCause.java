package dev.baton.monitoring.metrics;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Why a takeover run was made, by the words of its fact; the closed set of a label.
 *
 * <p>The first constant one of whose words occurs in the text is meant; the last matches all.
 */
public enum RunCause {
    FAILBACK("window"),
    RETRY("retry|again|back-off|waiting"),
    OPERATOR("operator|move|disable|enable|stop|continue|ban|realloc"),
    NODE_UNHEALTHY("unhealthy"),
    NODE_HEALTHY("healthy"),
    NODE_LOST("disconnect|lost|silent|gone"),
    NODE_JOINED("connect|joined|running|flags|report"),
    LEADER("leader|leading|recover"),
    ADDRESS("address|interface|missing"),
    OTHER("");

    private final String words;

    RunCause(String words) {
        this.words = words;
    }

    static RunCause of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (RunCause cause : values()) {
            if (Pattern.compile(cause.words).matcher(lower).find()) {
                return cause;
            }
        }
        return OTHER;
    }
}
