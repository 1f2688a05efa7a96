package dev.baton.orchestrator.takeover;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.PlanText;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one run will do, stage by stage. Prints as text for golden files and the history.
 *
 * @param inactive nodes that hold nothing and take nothing: the others need not wait for them long
 */
public record Plan(List<Stage> stages, SortedSet<Pnn> inactive) implements PlanText {
    public Plan {
        stages = List.copyOf(stages);
        inactive = Collections.unmodifiableSortedSet(new TreeSet<>(inactive));
    }

    /** With active nodes only. */
    public Plan(List<Stage> stages) {
        this(stages, new TreeSet<>());
    }

    /** What of it these nodes do. */
    public Plan on(SortedSet<Pnn> nodes) {
        List<Stage> left = new ArrayList<>();
        for (Stage stage : stages) {
            TreeMap<Pnn, List<Instruction>> orders = new TreeMap<>(stage.orders());
            orders.keySet().retainAll(nodes);
            if (!orders.isEmpty()) {
                left.add(new Stage(stage.name(), orders));
            }
        }
        return new Plan(left, inactive);
    }

    @Override
    public int moves() {
        return (int) instructions().filter(Instruction.Take.class::isInstance).count();
    }

    /** Whether anything is to be done for an address that {@code counts}. */
    public boolean changes(Predicate<IpAddress> counts) {
        return instructions()
                .flatMap(instruction -> instruction.address().stream())
                .anyMatch(counts);
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Stage stage : stages) {
            stage.orders()
                    .forEach(
                            (node, instructions) ->
                                    text.append(stage.name())
                                            .append(" n")
                                            .append(node)
                                            .append(": ")
                                            .append(
                                                    String.join(
                                                            ", ",
                                                            instructions.stream()
                                                                    .map(Plan::word)
                                                                    .toList()))
                                            .append('\n'));
        }
        return text.toString();
    }

    private java.util.stream.Stream<Instruction> instructions() {
        return stages.stream()
                .flatMap(stage -> stage.orders().values().stream())
                .flatMap(List::stream);
    }

    private static String word(Instruction instruction) {
        return switch (instruction) {
            case Instruction.StartRecovery _ -> "startrecovery";
            case Instruction.Recovered _ -> "recovered";
            case Instruction.StartIpReallocate _ -> "startipreallocate";
            case Instruction.IpReallocated _ -> "ipreallocated";
            case Instruction.Release(IpAddress ip, long _) -> "release " + ip;
            case Instruction.Take(IpAddress ip) -> "take " + ip;
            case Instruction.Update update -> "update " + update.ip() + " to " + update.to();
            case Instruction.Ban(long seconds) -> "ban " + seconds + " s";
        };
    }
}
