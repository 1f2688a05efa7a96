package dev.baton.agent.control;

import java.util.List;
import java.util.Map;

/** What the socket needs of the command line. Thread: any; may block for a bounded time. */
public interface Commands {

    /**
     * One call of the command.
     *
     * @param directory where the operator stands
     * @param arguments without the command's own name
     * @param environment the allowed part
     * @param stdin standard input; empty unless one argument is {@code -}
     */
    record Invocation(
            String directory,
            List<String> arguments,
            Map<String, String> environment,
            String stdin) {
        public Invocation {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** The same call without its first word, which named the program. */
        Invocation behindFirst() {
            List<String> rest = arguments.subList(1, arguments.size());
            return new Invocation(directory, rest, environment, stdin);
        }
    }

    /**
     * What the operator gets.
     *
     * @param exitCode operator experience, section 1.3
     */
    record Answer(int exitCode, String stdout, String stderr) {}

    /** Carries out one command; every failure is an answer. */
    Answer run(Invocation invocation);

    /** Runs what operators type most, so that their first call is as fast as the others. */
    void warmUp();

    /** The published view as JSON, for readers without a command line. */
    String view();
}
