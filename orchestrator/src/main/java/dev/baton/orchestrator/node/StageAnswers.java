package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.takeover.StageName;

import java.util.List;
import java.util.Optional;

/** The answers of a saved view, each as often as it says; the first that fits is taken. */
final class StageAnswers {

    private final List<SavedAnswer> answers;
    private final int[] given;

    StageAnswers(List<SavedAnswer> answers) {
        this.answers = answers;
        this.given = new int[answers.size()];
    }

    /** What this node says to this instruction; empty when it does as it is told. */
    Optional<SavedAnswer> next(Pnn node, Instruction instruction) {
        for (int i = 0; i < answers.size(); i++) {
            SavedAnswer answer = answers.get(i);
            if (given[i] < answer.times() && fits(answer, node, instruction)) {
                given[i]++;
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private static boolean fits(SavedAnswer answer, Pnn node, Instruction instruction) {
        boolean stage = answer.stage().map(stageOf(instruction)::equals).orElse(true);
        boolean ip = answer.ip().isEmpty() || answer.ip().equals(instruction.address());
        return answer.node().equals(node) && stage && ip;
    }

    static StageName stageOf(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Ban _ -> StageName.BAN;
            case Instruction.StartRecovery _ -> StageName.START_RECOVERY;
            case Instruction.Recovered _ -> StageName.RECOVERED;
            case Instruction.StartIpReallocate _ -> StageName.START_IPREALLOCATE;
            case Instruction.Release _, Instruction.Update _ -> StageName.RELEASE;
            case Instruction.Take _ -> StageName.TAKE;
            case Instruction.IpReallocated _ -> StageName.IPREALLOCATED;
        };
    }
}
