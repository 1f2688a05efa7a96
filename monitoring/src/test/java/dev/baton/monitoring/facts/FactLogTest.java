package dev.baton.monitoring.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.exchange.Fact;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Style, section 5: an idle cluster writes nothing, and what is wrong is said once. */
class FactLogTest {

    private static final String TROUBLE = "what scripts print is lost: cannot write to /run/x";

    private final List<String> lines = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final FactLog log = new FactLog(Lines::new, FactFields::line);

    @Test
    void monitorEventsThatEndWellAreNotSeen() {
        monitor(SequenceStatus.OK, "");

        assertEquals(List.of(), lines);
    }

    @Test
    void aTroubleOfEventsThatEndWellIsSaidOnceUntilItIsOver() {
        monitor(SequenceStatus.OK, TROUBLE);
        monitor(SequenceStatus.OK, TROUBLE);
        monitor(SequenceStatus.OK, "");
        monitor(SequenceStatus.OK, TROUBLE);

        String line =
                "WARN event_ended event=monitor status=ok took_ms=5 detail=\"" + TROUBLE + '"';
        assertEquals(List.of(line, line), lines.stream().map(this::plain).toList());
    }

    @Test
    void everyFailedEventIsSaid() {
        monitor(SequenceStatus.FAILED, "");
        monitor(SequenceStatus.FAILED, "");

        assertEquals(2, lines.size(), lines.toString());
    }

    @Test
    void wordsOfAFailedScriptAreWrittenUnderItsName() {
        said(SequenceStatus.FAILED, ScriptStatus.ERROR);

        assertEquals(List.of("ERROR {}: {}", "ERROR {}: {}"), lines.subList(1, 3));
        assertEquals(List.of("50.x one", "50.x two"), words);
    }

    /** CTDB events contract, section 3 (number 5): also on success. */
    @Test
    void whatASuccessfulMonitorSaysIsWrittenToo() {
        said(SequenceStatus.OK, ScriptStatus.OK);

        assertEquals(List.of("50.x one", "50.x two"), words);
    }

    private void said(SequenceStatus status, ScriptStatus ofScript) {
        ScriptResult script = new ScriptResult("50.x", ofScript, 0, Duration.ZERO, "one\ntwo\n");
        log.accept(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(status, List.of(script), Duration.ZERO, "")));
    }

    private String plain(String line) {
        return line.replaceAll(" arguments=\"\"| scripts=\\S+| script=\\S+", "");
    }

    private void monitor(SequenceStatus status, String detail) {
        log.accept(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(status, List.of(), Duration.ofMillis(5), detail)));
    }

    /** Keeps what is written at INFO and above. */
    private final class Lines extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1;

        Lines(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            lines.add(level + " " + message);
            if (arguments != null && arguments.length > 0) {
                words.add(String.join(" ", Stream.of(arguments).map(String::valueOf).toList()));
            }
        }
    }
}
