package dev.baton.testcluster.netns;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A failure as one sentence for whoever ran the command: what failed, where, and why. */
public final class Complaint {

    private Complaint() {}

    /** What failed, and, where it has a cause of its own, why. */
    public static String of(RuntimeException failure) {
        String what = said(failure);
        return Optional.ofNullable(failure.getCause())
                .map(Complaint::said)
                .filter(why -> !what.contains(why))
                .map(why -> what + ": " + why)
                .orElse(what);
    }

    /** The exceptions of files, whose message may be no more than a path. */
    private static String said(Throwable failure) {
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        return switch (failure) {
            case NoSuchFileException missing -> message + ": no such file or folder";
            case AccessDeniedException denied -> message + ": permission denied";
            case FileAlreadyExistsException there -> message + ": it exists";
            default -> message;
        };
    }
}
