package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.DatabaseDaemon;

/**
 * Hands a command to CTDB's own tool: the answer tells {@code compat/ctdb} which program to become,
 * so that standard input, output and exit code are that program's.
 *
 * <p>The words are the program and then variables, each ended by a NUL.
 */
final class HandOver {

    /** No exit code of a process: the words are to be followed, not printed. */
    private static final int CODE = 256;

    private static final String END = "\0";

    private HandOver() {}

    /** The answer of an agent. */
    static Answer to(DatabaseDaemon daemon) {
        return new Answer(CODE, words(daemon), "");
    }

    /** The answer without an agent, where only success with such a command means this. */
    static Answer offline(DatabaseDaemon daemon) {
        return ToolCall.print(words(daemon));
    }

    private static String words(DatabaseDaemon daemon) {
        return daemon.tool()
                + END
                + "CTDB_BASE="
                + daemon.directory()
                + END
                + "CTDB_SOCKET="
                + daemon.socket()
                + END;
    }
}
