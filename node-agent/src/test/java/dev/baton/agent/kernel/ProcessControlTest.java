package dev.baton.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

@DisplayName("Processes, clock and identity: safety argument, sections 2 and 3")
class ProcessControlTest {

    @Test
    void aKilledProcessEndsAndASecondSignalFindsNobody() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        int pid = Math.toIntExact(sleeper.pid());

        KernelAnswer killed = ProcessControl.kill(pid, ProcessControl.SIGKILL);

        assertEquals(new KernelAnswer.Done(), killed);
        assertTrue(sleeper.waitFor(20, TimeUnit.SECONDS));
        assertEquals(
                new KernelAnswer.Refused(Errno.ESRCH),
                ProcessControl.kill(pid, ProcessControl.SIGKILL));
    }

    @Test
    void everyoneAtOnceCannotBeSignalled() {
        assertThrows(IllegalArgumentException.class, () -> ProcessControl.kill(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> ProcessControl.kill(0, 0));
    }

    @Test
    void becomingASubreaperIsPermittedToAnyone() {
        assertEquals(new KernelAnswer.Done(), ProcessControl.becomeSubreaper());
    }

    @Test
    void theRateOfTheClockCanBeReadAndIsWithinTheKernelsLimit() {
        ClockSlew slew = ClockSlew.read();

        assertFalse(slew.exceeds(100_500), slew::toString);
    }

    @Test
    void aClockSlewedEitherWayExceedsTheLimit() {
        assertTrue(new ClockSlew(-4001).exceeds(4000));
        assertTrue(new ClockSlew(4001).exceeds(4000));
        assertFalse(new ClockSlew(4000).exceeds(4000));
    }

    @Test
    void onlyOneHoldsTheIdentityUntilItIsClosed(@TempDir Path folder) {
        Path file = folder.resolve("identity");
        IdentityLock first = IdentityLock.tryLock(file).orElseThrow();

        assertTrue(IdentityLock.tryLock(file).isEmpty());
        first.close();
        IdentityLock.tryLock(file).orElseThrow().close();
    }

    @Test
    void aChildDoesNotInheritTheIdentity(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("identity");
        IdentityLock first = IdentityLock.tryLock(file).orElseThrow();
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            first.close();

            assertTrue(IdentityLock.tryLock(file).isPresent());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aLockFileThatCannotBeMadeIsAFailureWithItsPath(@TempDir Path folder) {
        Path file = folder.resolve("missing/identity");

        KernelFailure failed = assertThrows(KernelFailure.class, () -> IdentityLock.tryLock(file));

        assertEquals("cannot open " + file + ": no such entry (errno 2)", failed.getMessage());
    }

    @Test
    void onlyAnAddressOfThisHostIsBindable() {
        assertTrue(Bindable.isBindable(IpAddress.of("127.0.0.1")));
        assertFalse(Bindable.isBindable(IpAddress.of("192.0.2.99")));
    }
}
