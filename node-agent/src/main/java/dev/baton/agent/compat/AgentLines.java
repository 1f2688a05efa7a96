package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Pnn;
import dev.baton.events.SequenceResult;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Fact;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What the tool says of one agent. Source: CTDB command contract, section 3.4. */
final class AgentLines {

    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private AgentLines() {}

    static Answer pnn(ToolCall call) {
        return ToolCall.print(call.self() + "\n");
    }

    static Answer leader(ToolCall call) {
        boolean known =
                call.patience()
                        .waitFor(() -> call.view().leader().isPresent(), call.line().timeLimit());
        String leader = call.view().leader().map(Pnn::toString).orElse("UNKNOWN");
        return ToolCall.print((known ? leader : "UNKNOWN") + "\n");
    }

    static Answer runstate(ToolCall call) {
        Runstate now = call.view().runstate();
        for (String word : call.arguments()) {
            String name = word.toUpperCase(Locale.ROOT);
            if (!name.equals("UNKNOWN") && !isRunstate(name)) {
                throw ToolFailure.onStdout("Invalid run state (" + word + ")");
            }
            if (now.name().equals(name)) {
                return ToolCall.print(now + "\n");
            }
        }
        if (!call.arguments().isEmpty()) {
            throw ToolFailure.onStdout("CTDB not in required run state (got " + now + ")");
        }
        return ToolCall.print(now + "\n");
    }

    private static boolean isRunstate(String name) {
        for (Runstate state : Runstate.values()) {
            if (state.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The last two lines only once there was a takeover run. */
    static Answer uptime(ToolCall call) {
        AgentProcess process = call.context().process();
        Instant now = call.context().wall().instant();
        StringBuilder text = new StringBuilder();
        text.append(
                "Current time of node %-4s     :                %s\n"
                        .formatted(call.node(), ctime(process, now)));
        text.append(
                "Ctdbd start time              : %s\n"
                        .formatted(since(process, now, process.started())));
        lastRun(call)
                .ifPresent(
                        run ->
                                text.append(
                                                "Time of last recovery/failover: %s\n"
                                                        .formatted(
                                                                since(process, now, run.ended())))
                                        .append(duration(run.took())));
        return ToolCall.print(text.toString());
    }

    private static String duration(Duration took) {
        return String.format(
                Locale.ROOT,
                "Duration of last recovery/failover: %.6f seconds\n",
                took.toNanos() / 1e9);
    }

    private record LastRun(Instant ended, Duration took) {}

    /** From the start of startipreallocate here to the end of ipreallocated. */
    private static Optional<LastRun> lastRun(ToolCall call) {
        Optional<FactHistory.Entry> end = call.context().history().newest(ended("ipreallocated"));
        Optional<FactHistory.Entry> begin =
                call.context().history().newest(ended("startipreallocate"));
        return end.map(
                last -> {
                    Instant started = begin.map(AgentLines::started).orElse(started(last));
                    Instant from = started.isAfter(last.at()) ? started(last) : started;
                    return new LastRun(last.at(), Duration.between(from, last.at()));
                });
    }

    private static Predicate<Fact> ended(String event) {
        return fact -> fact instanceof Fact.EventEnded it && it.event().equals(event);
    }

    private static Instant started(FactHistory.Entry entry) {
        return entry.fact()
                        instanceof
                        Fact.EventEnded(String _, String _, SequenceResult result, Duration _)
                ? entry.at().minus(result.took())
                : entry.at();
    }

    private static String since(AgentProcess process, Instant now, Instant then) {
        Duration age = Duration.between(then, now);
        return "(%03d %02d:%02d:%02d) %s"
                .formatted(
                        age.toDays(),
                        age.toHoursPart(),
                        age.toMinutesPart(),
                        age.toSecondsPart(),
                        ctime(process, then));
    }

    private static String ctime(AgentProcess process, Instant instant) {
        return CTIME.format(instant.atZone(process.zone()));
    }

    static Answer getpid(ToolCall call) {
        return ToolCall.print(call.context().process().pid() + "\n");
    }

    /**
     * CTDB looks for the process among those that are connected to its daemon, and for no other.
     * Nobody can be: there is no such protocol here.
     */
    static Answer processExists(ToolCall call) {
        String sentence = "PID " + leadingNumber(call.argument(0)) + " does not exist\n";
        return new Answer(ToolFailure.GENERIC, sentence, "");
    }

    /** As C reads a number: what stands in front, 0 without one. */
    private static String leadingNumber(String text) {
        String digits = text.replaceFirst("^\\s*(-?\\d+).*$", "$1");
        return digits.matches("-?\\d+") ? digits : "0";
    }

    static Answer getcapabilities(ToolCall call) {
        boolean leads = call.view().mayLead();
        boolean lmaster = call.context().process().lmaster().get();
        if (call.line().machine().isPresent()) {
            Rows rows = new Rows(call.line().machine().get());
            return ToolCall.print(
                    rows.row("LEADER", "LMASTER").row(leads ? 1 : 0, lmaster ? 1 : 0).toString());
        }
        return ToolCall.print("LEADER: " + word(leads) + "\nLMASTER: " + word(lmaster) + "\n");
    }

    private static String word(boolean may) {
        return may ? "YES" : "NO";
    }

    static Answer getreclock(ToolCall call) {
        return ToolCall.print(
                call.context().settings().clusterLock().map(lock -> lock.text() + "\n").orElse(""));
    }

    static Answer version(ToolCall call) {
        return ToolCall.print(version(call.context().process().version(), call.line()));
    }

    static String version(String version, ToolLine line) {
        return line.json() ? ToolJson.write(ToolJson.object("version", version)) : version + "\n";
    }

    static Answer listnodes(ToolCall call) {
        return ToolCall.print(NodeList.text(call.context().nodes(), call.line().machine()));
    }
}
