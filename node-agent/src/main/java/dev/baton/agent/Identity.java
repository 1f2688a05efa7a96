package dev.baton.agent;

import dev.baton.agent.kernel.IdentityLock;
import dev.baton.config.Layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Which life of this node this process is: one process at a time, each with a higher number.
 *
 * @param lock held as long as the process lives; empty when the launcher's lock was inherited
 * @param number this life's; above every earlier one of this directory
 */
record Identity(Optional<IdentityLock> lock, long number) {

    private static final String FILE = "incarnation";

    /** Makes the directories and takes the lock; empty when another agent has it. */
    static Optional<Identity> take(Layout layout, boolean inherited) throws IOException {
        Files.createDirectories(layout.run().resolve("locks"));
        Files.createDirectories(layout.run().resolve("events"));
        Files.createDirectories(layout.var().resolve("scripts"));
        for (Path databases : layout.databases()) {
            Files.createDirectories(databases);
        }
        Optional<IdentityLock> lock =
                inherited
                        ? Optional.empty()
                        : IdentityLock.tryLock(layout.run().resolve("agent.lock"));
        if (!inherited && lock.isEmpty()) {
            return Optional.empty();
        }
        long number = next(layout.var().resolve(FILE), System.currentTimeMillis());
        Files.writeString(layout.pidFile(), ProcessHandle.current().pid() + "\n");
        return Optional.of(new Identity(lock, number));
    }

    /** At least one more than the stored number, stored before it is used. */
    static long next(Path file, long wallMillis) throws IOException {
        long number = Math.max(wallMillis, stored(file) + 1);
        store(file, number);
        return number;
    }

    private static void store(Path file, long number) throws IOException {
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.writeString(fresh, number + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets the next life of this directory have a number above this one. */
    static void goAbove(Layout layout, long number) throws IOException {
        Path file = layout.var().resolve(FILE);
        store(file, Math.max(number, stored(file)));
    }

    private static long stored(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file).strip();
        if (!text.matches("\\d{1,18}")) {
            throw new IOException(
                    file + ": expected a number, got \"" + text + "\"; remove the file");
        }
        return Long.parseLong(text);
    }

    void release(Layout layout) throws IOException {
        Files.deleteIfExists(layout.pidFile());
        lock.ifPresent(IdentityLock::close);
    }
}
