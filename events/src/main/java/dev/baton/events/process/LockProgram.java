package dev.baton.events.process;

import java.io.File;
import java.io.IOException;
import java.util.List;

/**
 * Starts the program that holds the cluster lock. It writes one character to its standard output
 * and ends when the lock is lost; errors go where the agent's do.
 *
 * <p>Source: CTDB events contract, section 12.2.
 */
public final class LockProgram {

    private static final String PROOFS = "BATON_LOCK_PROOFS";
    private static final File NOTHING = new File("/dev/null");

    private LockProgram() {}

    /**
     * Returns at once.
     *
     * @param words the program and its arguments, not split by a shell
     * @param proofsEverySeconds asked of a program that can say when it last saw the lock held
     * @throws IOException when there is no such program, or it cannot be started
     */
    public static Process start(List<String> words, int proofsEverySeconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectInput(NOTHING);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(PROOFS, Integer.toString(proofsEverySeconds));
        return builder.start();
    }
}
