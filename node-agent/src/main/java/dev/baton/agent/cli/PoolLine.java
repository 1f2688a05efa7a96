package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.List;
import java.util.Map;

/** A line that another node's agent asks this one to carry out: about pools and jobs, no other. */
public final class PoolLine {

    private PoolLine() {}

    /** Whether these words are one. */
    public static boolean isOne(List<String> words) {
        boolean isOfPools =
                words.size() > PoolCommands.REMOTE.size()
                        && words.subList(0, PoolCommands.REMOTE.size()).equals(PoolCommands.REMOTE);
        return isOfPools || JobElsewhere.isOne(words);
    }

    /** Carries it out here; blocks as long as the line says. */
    public static OperatorReply answer(Cli cli, List<String> words) {
        Answer answer = cli.run(new Invocation("/", words.subList(1, words.size()), Map.of(), ""));
        return new OperatorReply.Printed(answer.exitCode(), answer.stdout(), answer.stderr());
    }
}
