package dev.baton.agent.kernel;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file lock that only one process of this host holds; the kernel frees it when that process ends,
 * however it ends. Children do not inherit it (close-on-exec).
 *
 * <p>Source: flock(2); safety argument, section 3, "Start of an agent".
 */
public final class IdentityLock implements AutoCloseable {

    private static final int O_RDWR = 2; // asm-generic/fcntl.h
    private static final int O_CREAT = 0100; // asm-generic/fcntl.h
    private static final int O_CLOEXEC = 02000000; // asm-generic/fcntl.h
    private static final int LOCK_EX_NB = 2 | 4; // LOCK_EX | LOCK_NB, sys/file.h
    private static final int OWNER_ONLY = 0600;

    private final Descriptor descriptor;

    private IdentityLock(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Creates the file if need be and locks it without waiting. Empty when another holds it; throws
     * {@link KernelFailure} when the file cannot be opened or its file system cannot lock.
     */
    public static Optional<IdentityLock> tryLock(Path file) {
        long opened = FileCalls.open(file.toString(), O_RDWR | O_CREAT | O_CLOEXEC, OWNER_ONLY);
        Descriptor descriptor =
                new Descriptor((int) KernelFailure.check("cannot open " + file, opened));
        long locked = FileCalls.lock(descriptor.number(), LOCK_EX_NB);
        if (locked < 0) {
            descriptor.close();
            if (!Errno.EAGAIN.isAnswer(locked)) {
                throw new KernelFailure("cannot lock " + file, locked);
            }
            return Optional.empty();
        }
        return Optional.of(new IdentityLock(descriptor));
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
