package dev.baton.agent.view;

import dev.baton.agent.compat.AgentProcess;
import dev.baton.agent.control.Commands;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.saved.BadFile;
import dev.baton.config.Layout;
import dev.baton.config.LogLevel;
import dev.baton.orchestrator.exchange.Effect;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A saved view with its command lines, on a machine whose clock only a test moves. */
final class ViewBench {

    private static final Path DIRECTORY = Path.of("..", "docs", "operator", "views");
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    /** To who waits, each look at the machine's clock takes so long. */
    private static final long A_LOOK = Duration.ofMillis(100).toNanos();

    final List<Effect.Stop> stops = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private final AtomicLong looks = new AtomicLong();
    private final ViewRoom room;
    private final Commands commands;

    ViewBench(LoadedView loaded) {
        room =
                new ViewRoom(
                        loaded.view(), nanos::get, new MachineClock(), (_, _) -> {}, stops::add);
        commands =
                ViewPrograms.of(
                        loaded,
                        room,
                        Layout.under(Path.of("no/such")),
                        process(),
                        "baton 1.0",
                        () -> looks.addAndGet(A_LOOK));
    }

    /** The wall clock that goes with it. */
    private final class MachineClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return START.plusNanos(nanos.get());
        }
    }

    static ViewBench of(String name) throws BadFile {
        return new ViewBench(SavedViewReader.read(DIRECTORY.resolve(name + ".json")));
    }

    private static AgentProcess process() {
        return new AgentProcess(
                "1.0",
                4711,
                START,
                ZoneOffset.UTC,
                () -> LogLevel.NOTICE,
                _ -> {},
                new AtomicInteger(),
                new AtomicBoolean(true));
    }

    Answer run(String line) {
        return commands.run(new Invocation("/", List.of(line.split(" ", -1)), Map.of(), ""));
    }

    /** What a command prints; it must succeed. */
    String said(String line) {
        Answer answer = run(line);
        if (answer.exitCode() != 0) {
            throw new AssertionError(line + ": " + answer);
        }
        return answer.stdout();
    }

    /** What happened, each with its node, without times. */
    String history() {
        return said("history --node all")
                .lines()
                .map(line -> line.replaceFirst("^\\S+\\s+", ""))
                .filter(line -> !line.contains("operator_acted"))
                .map(line -> line.replaceAll(" (took_ms|number|on|arguments)=\\S*", ""))
                .reduce("", (all, line) -> all + line.replaceFirst("\\s+", " ") + "\n");
    }

    /** Time passes on the machine, and what is due happens. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        room.wake(Duration.ofDays(1));
    }

    /** How far the view's own time is ahead. */
    Duration ahead() {
        return Duration.ofNanos(room.nanoTime() - nanos.get());
    }
}
