package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.LogFormat;
import dev.baton.config.Pnn;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.monitoring.facts.FactFields;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;

@DisplayName("Style, section 5: one line per fact, the same names in logs and JSON")
class LogFormsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a field that would hold what nobody may read. */
    private static final Pattern SECRET = Pattern.compile("pass|secret|token|credential|private");

    private static final ScriptResult FAILED =
            new ScriptResult("50.samba", ScriptStatus.ERROR, 1, Duration.ZERO, "no smbd");

    private static final Map<Class<?>, Object> VALUES =
            Map.ofEntries(
                    Map.entry(String.class, "two words, \"one\" = \\ 5\nnext"),
                    Map.entry(int.class, 12),
                    Map.entry(long.class, 34L),
                    Map.entry(boolean.class, true),
                    Map.entry(Duration.class, Duration.ofMillis(812)),
                    Map.entry(Pnn.class, new Pnn(2)),
                    Map.entry(RunId.class, new RunId(42, 1)),
                    Map.entry(IpAddress.class, IpAddress.of("10.0.0.1")),
                    Map.entry(InterfaceName.class, new InterfaceName("e0")),
                    Map.entry(Right.class, new Right.Leading()),
                    Map.entry(Runstate.class, Runstate.RUNNING),
                    Map.entry(
                            SequenceResult.class,
                            new SequenceResult(
                                    SequenceStatus.FAILED,
                                    List.of(FAILED),
                                    Duration.ofMillis(5),
                                    "why")));

    static Stream<Fact> everyKindOfFact() {
        return Arrays.stream(Fact.class.getPermittedSubclasses()).map(LogFormsTest::one);
    }

    private static Fact one(Class<?> kind) {
        RecordComponent[] parts = kind.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(VALUES::get).toArray();
        try {
            var constructor = kind.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Fact) constructor.newInstance(values);
        } catch (ReflectiveOperationException unknown) {
            throw new IllegalStateException("no example of " + kind, unknown);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindOfFact")
    void aFactHasTheSameNamesInALineInJsonAndInHistory(Fact fact) throws Exception {
        FactFields fields = FactFields.of(fact);

        String line = LogFacts.in(LogFormat.TEXT).apply(fields);
        JsonNode json = JSON.readTree(LogFacts.in(LogFormat.JSON).apply(fields));

        LogLine read = LogLine.parse(line).orElseThrow(() -> new AssertionError(line));
        assertEquals(fields.name(), read.name());
        assertEquals(List.copyOf(fields.values().keySet()), List.copyOf(read.fields().keySet()));
        fields.values()
                .forEach((name, value) -> assertEquals(value.toString(), read.fields().get(name)));
        assertEquals(fields.name(), json.path("fact").asText());
        String shown = JSON.writeValueAsString(fields.values());
        assertEquals(JSON.readTree(shown), json.path("fields"));
        assertEquals(1, line.lines().count());
        fields.values()
                .keySet()
                .forEach(name -> assertFalse(SECRET.matcher(name).find(), () -> name));
    }

    @Test
    void aLineOfJsonSaysWhenHowLoudAndWhat() throws JsonProcessingException {
        String fact =
                LogFacts.in(LogFormat.JSON)
                        .apply(FactFields.of(new Fact.AgentStopping("signal TERM")));
        LogRecord record = record("baton.fact", Level.WARNING, fact);

        JsonNode line = line(record);

        assertEquals("2026-11-05T08:09:10Z", line.path("time").asText());
        assertEquals("warning", line.path("level").asText());
        assertEquals("agent_stopping", line.path("fact").asText());
        assertEquals("signal TERM", line.path("fields").path("cause").asText());
    }

    @Test
    void otherLinesAreTakenApartWhereTheyAreWrittenThatWay() throws JsonProcessingException {
        JsonNode apart =
                line(record("dev.baton.Agent", Level.INFO, "door_closed door=\"http 1\" n=5"));
        assertEquals("door_closed", apart.path("event").asText());
        assertEquals("http 1", apart.path("fields").path("door").asText());

        LogRecord words = record("com.other", Level.SEVERE, "It is bad: a=b c");
        words.setThrown(new IllegalStateException("broken"));
        JsonNode whole = line(words);
        assertEquals("It is bad: a=b c", whole.path("message").asText());
        assertTrue(whole.path("thrown").asText().contains("IllegalStateException: broken"));
    }

    private static JsonNode line(LogRecord record) throws JsonProcessingException {
        String text = new JsonLines().format(record);
        assertEquals(1, text.lines().count(), text);
        return JSON.readTree(text);
    }

    @Test
    @DisplayName("sd-daemon(3): each line has its severity in front")
    void theJournalIsToldHowLoudEachLineIs() {
        JournalLines journal = new JournalLines(new SimpleFormatter());
        LogRecord record = record("baton.fact", Level.WARNING, "stalled pause_ms=5");
        assertEquals("<4>baton.fact stalled pause_ms=5\n", journal.format(record));

        record.setThrown(new IllegalStateException("broken"));
        List<String> lines = journal.format(record).lines().toList();
        assertTrue(lines.size() > 2 && lines.stream().allMatch(each -> each.startsWith("<4>")));
    }

    @Test
    @DisplayName("systemd.exec(5), JOURNAL_STREAM: device and number must be those of the stream")
    void onlyAStreamToTheJournalIsMarked(@TempDir Path directory) throws IOException {
        Path stream = Files.createFile(directory.resolve("stream"));
        Path other = Files.createFile(directory.resolve("other"));
        List<Object> key = new ArrayList<>();
        key.add(Files.getAttribute(stream, "unix:dev"));
        key.add(Files.getAttribute(stream, "unix:ino"));
        Map<String, String> told = Map.of("JOURNAL_STREAM", key.get(0) + ":" + key.get(1));

        assertTrue(JournalLines.isAsked(told, stream));
        assertFalse(JournalLines.isAsked(told, other), "standard error went elsewhere since");
        assertFalse(JournalLines.isAsked(Map.of(), stream));
        assertFalse(JournalLines.isAsked(told, directory.resolve("none")));
    }

    private static LogRecord record(String logger, Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName(logger);
        record.setInstant(Instant.parse("2026-11-05T08:09:10Z"));
        return record;
    }
}
