package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;

import java.io.Serial;

/** Ends a call of the tool with what it prints and its exit code. */
final class ToolFailure extends RuntimeException {

    /** What has no code of its own. Source: CTDB command contract, section 1. */
    static final int GENERIC = 1;

    /** EINVAL, the reply to a value that cannot be. */
    static final int INVALID = 22;

    @Serial private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final boolean onStdout;

    private ToolFailure(int exitCode, boolean onStdout, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
        this.onStdout = onStdout;
    }

    /** Exit 1, the sentence on standard error. */
    static ToolFailure of(String sentence) {
        return new ToolFailure(GENERIC, false, sentence);
    }

    /** This exit code, the sentence on standard error. */
    static ToolFailure of(int exitCode, String sentence) {
        return new ToolFailure(exitCode, false, sentence);
    }

    /** Exit 1, the sentence on standard output, as CTDB has it for some. */
    static ToolFailure onStdout(String sentence) {
        return new ToolFailure(GENERIC, true, sentence);
    }

    Answer answer() {
        String text = getMessage() + "\n";
        return new Answer(exitCode, onStdout ? text : "", onStdout ? "" : text);
    }
}
