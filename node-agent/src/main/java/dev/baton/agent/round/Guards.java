package dev.baton.agent.round;

import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.kernel.IdentityLock;
import dev.baton.agent.kernel.KernelFailure;
import dev.baton.events.contract.quantastor.Hook;
import dev.baton.events.process.FreezeGuard;
import dev.baton.events.process.ProcessScopes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Opens freeze guards, and waits for those that an earlier life of the agent left.
 *
 * @param folder for what they write
 * @param program the {@code freeze-guard}
 * @param life of this agent, unique on the machine
 */
public record Guards(Path folder, Path program, ProcessScopes scopes, String life) {

    /** The variable that marks what freezes. */
    static final String MARK = "BATON_FREEZE";

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /**
     * For one freeze.
     *
     * @param arguments of the hooks
     * @param environment what the hooks are told beside their contract's variables
     */
    record Wanted(
            String round,
            Duration limit,
            boolean holds,
            int tries,
            List<String> arguments,
            Map<String, String> environment) {}

    /** The value of {@link #MARK} for a round. */
    String mark(String round) {
        return life + "/" + round;
    }

    FreezeGuard open(RoundTools tools, Wanted wanted) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> environment = new TreeMap<>(wanted.environment());
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", "/root");
        environment.put("LANG", "C.UTF-8");
        environment.put("BATON_SCOPE", life + "/async-freeze-" + wanted.round());
        return FreezeGuard.open(
                scopes,
                program,
                new FreezeGuard.Task(
                        folder.resolve(wanted.round()),
                        MARK + "=" + mark(wanted.round()),
                        wanted.limit(),
                        wanted.holds(),
                        tools.hookLimit(),
                        wanted.tries(),
                        tools.script(Hook.SCHEDULE_POSTSNAP.fileName(false)),
                        tools.script(Hook.SCHEDULE_POSTSNAP.fileName(true)),
                        wanted.arguments(),
                        environment));
    }

    /** Blocks while a guard of an earlier life thaws; whether it has, and postsnap succeeded. */
    boolean hasThawed(String round, Duration patience) {
        Path state = folder.resolve(round);
        if (!Files.exists(state)) {
            return false;
        }
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end && isLocked(state)) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        try {
            return Files.readString(state).contains("thawed 0\n");
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean isLocked(Path state) {
        try {
            return IdentityLock.tryLock(state)
                    .map(
                            lock -> {
                                lock.close();
                                return false;
                            })
                    .orElse(true);
        } catch (KernelFailure noLocks) {
            return false;
        }
    }

    /** What a guard has written is not needed any more. */
    void forget(String round) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> isOf(each, round))
                            .sorted(Comparator.naturalOrder())
                            .toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException kept) {
            // an empty file of a round that is over harms nobody
            return;
        }
    }

    private static boolean isOf(Path file, String round) {
        String name = file.getFileName().toString();
        return name.equals(round) || name.equals(round + ".out");
    }
}
