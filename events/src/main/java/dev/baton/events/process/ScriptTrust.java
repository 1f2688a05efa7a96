package dev.baton.events.process;

import dev.baton.events.callout.Account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whose files an agent runs: those of root and of its own user that nobody else may write.
 *
 * @param ownUid the agent's user
 * @param inUserNamespace whether the overflow user, who there stands for the real root, is trusted
 *     outside {@code base}
 * @param base the agent's own directory, where only real owners count
 */
public record ScriptTrust(long ownUid, boolean inUserNamespace, Path base) {

    private static final long ROOT = 0;

    /** The kernel's default for users without a name in a user namespace. */
    private static final long OVERFLOW_UID = 65_534;

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;

    /** For the user and the user namespace of this process. */
    public static ScriptTrust ofThisProcess(Path base) {
        try {
            long uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
            String map = Files.readString(Path.of("/proc/self/uid_map")).strip();
            boolean whole = map.matches("0\\s+0\\s+4294967295");
            return new ScriptTrust(uid, !whole, base.toAbsolutePath().normalize());
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "expected a mounted /proc to learn the own user", unreadable);
        }
    }

    /** The same for what runs as another user: that user's files count in place of the own. */
    public ScriptTrust of(Account other) {
        return new ScriptTrust(other.uid(), inUserNamespace, base);
    }

    /**
     * One sentence why this file is not to be run; empty when it may. Looks up to {@code top},
     * itself included.
     */
    public Optional<String> objection(Path file, Path top) throws IOException {
        Optional<String> byPlace = chain(file, top);
        if (byPlace.isPresent()) {
            return byPlace;
        }
        Path target = file.toRealPath();
        return chain(target, top.toRealPath());
    }

    private Optional<String> chain(Path file, Path top) throws IOException {
        Optional<Path> current = Optional.of(file);
        while (current.isPresent()) {
            Path path = current.get();
            Optional<String> objection = objectionTo(path);
            if (objection.isPresent() || path.equals(top)) {
                return objection;
            }
            current = Optional.ofNullable(path.getParent());
        }
        return Optional.empty();
    }

    private Optional<String> objectionTo(Path path) throws IOException {
        Map<String, Object> facts =
                Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        long owner = ((Integer) facts.getOrDefault("uid", -1)).longValue();
        int mode = (Integer) facts.getOrDefault("mode", 0);
        if (!trusts(owner, path)) {
            return Optional.of(
                    "not run: "
                            + path
                            + " belongs to uid "
                            + owner
                            + ", expected root or uid "
                            + ownUid
                            + "; change its owner");
        }
        boolean link = Files.isSymbolicLink(path);
        boolean sticky = Files.isDirectory(path) && (mode & STICKY) != 0;
        if (!link && !sticky && (mode & WRITABLE_BY_OTHERS) != 0) {
            return Optional.of(
                    "not run: " + path + " may be written by group or others; chmod go-w " + path);
        }
        return Optional.empty();
    }

    private boolean trusts(long owner, Path path) {
        return owner == ROOT
                || owner == ownUid
                || (inUserNamespace && owner == OVERFLOW_UID && !path.startsWith(base));
    }
}
