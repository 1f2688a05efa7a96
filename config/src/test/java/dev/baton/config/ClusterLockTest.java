package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

@DisplayName("CTDB events contract, section 12.2 (1)")
class ClusterLockTest {

    @Test
    void aValueIsAFile() {
        assertEquals(
                Optional.of(new ClusterLock.LockFile("/shared/a lock")),
                ClusterLock.parse("/shared/a lock"));
    }

    @Test
    void anExclamationMarkMakesItACommandSplitAtBlanks() {
        assertEquals(
                Optional.of(new ClusterLock.LockCommand(List.of("/bin/lock", "\"a", "b\""))),
                ClusterLock.parse("!/bin/lock \"a \t b\" "));
    }

    @Test
    void aCommandNeedsItsFullPath() {
        assertEquals(Optional.empty(), ClusterLock.parse("!lock"));
        assertEquals(Optional.empty(), ClusterLock.parse("! "));
        assertEquals(Optional.empty(), ClusterLock.parse(""));
    }
}
