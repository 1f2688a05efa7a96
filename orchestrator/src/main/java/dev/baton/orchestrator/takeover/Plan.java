package dev.baton.orchestrator.takeover;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.Instruction;

import java.util.List;
import java.util.function.Predicate;

/** What one run will do, stage by stage. Prints as text for golden files and the history. */
public record Plan(List<Stage> stages) {
    public Plan {
        stages = List.copyOf(stages);
    }

    /** How many addresses are taken. */
    public int moves() {
        return (int) instructions().filter(Instruction.Take.class::isInstance).count();
    }

    /** Whether anything is to be done for an address that {@code counts}. */
    public boolean changes(Predicate<IpAddress> counts) {
        return instructions()
                .anyMatch(
                        instruction ->
                                switch (instruction) {
                                    case Instruction.Release(IpAddress ip, long _) ->
                                            counts.test(ip);
                                    case Instruction.Take(IpAddress ip) -> counts.test(ip);
                                    case Instruction.Update update -> counts.test(update.ip());
                                    case Instruction.StartRecovery _,
                                            Instruction.Recovered _,
                                            Instruction.StartIpReallocate _,
                                            Instruction.IpReallocated _,
                                            Instruction.Ban _ ->
                                            false;
                                });
    }

    /** One line per node and stage, in order. */
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
