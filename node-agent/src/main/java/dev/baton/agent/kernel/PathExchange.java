package dev.baton.agent.kernel;

import java.io.IOException;
import java.nio.file.Path;

/** Lets two paths change places in one step. Source: renameat2(2), RENAME_EXCHANGE. */
public final class PathExchange {

    private PathExchange() {}

    /** Both must exist, on one file system. Failure: {@link IOException}, and nothing changed. */
    public static void swap(Path one, Path other) throws IOException {
        long answer = FileCalls.exchange(one.toString(), other.toString());
        if (answer < 0) {
            throw new IOException(
                    "cannot exchange "
                            + one
                            + " and "
                            + other
                            + ": "
                            + ErrorText.of((int) -answer));
        }
    }
}
