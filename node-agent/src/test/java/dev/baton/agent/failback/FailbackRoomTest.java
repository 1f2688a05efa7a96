package dev.baton.agent.failback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.FailbackPolicy;
import dev.baton.config.FailbackRules;
import dev.baton.config.IpAddress;
import dev.baton.config.Parsed;
import dev.baton.orchestrator.exchange.Input;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operator documentation, "Failback": hours and files that change while the agent runs. */
class FailbackRoomTest {

    private static final IpAddress IP = IpAddress.of("10.50.1.1");

    private final List<Boolean> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T00:59:59Z");
    private Parsed<FailbackRules> file = rules("10.50.1.1 daily 01:00-02:00");
    private final FailbackRoom room =
            new FailbackRoom(new SetByHand(), file.value(), () -> file, this::hear);

    /** A clock that a test sets. */
    private final class SetByHand extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("no zone but UTC");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static Parsed<FailbackRules> rules(String... lines) {
        return FailbackRules.parse("failback", List.of(lines), new FailbackPolicy.Always());
    }

    private void hear(Input input) {
        told.add(((Input.FailbackChanged) input).failback().isOpen(IP));
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void theCoreHearsOfAWindowThatOpensAndCloses() {
        room.look();
        assertEquals(List.of(), told);

        now = Instant.parse("2026-11-20T01:00:00Z");
        room.look();
        room.look();
        assertEquals(List.of(true), told);

        now = Instant.parse("2026-11-20T02:00:00Z");
        room.look();
        assertEquals(List.of(true, false), told);
    }

    @Test
    void aChangedFileCountsOnceItIsReadAgain() {
        file = rules();
        assertEquals(Optional.empty(), room.reread());
        assertEquals(List.of(true), told);
        assertEquals("always", room.rules().of(IP).toString());
    }

    @Test
    void aWrongFileChangesNothing() {
        file = rules("10.50.1.1 sometimes");
        Optional<String> why = room.reread();
        assertTrue(why.orElse("").contains("failback:1"), why::toString);
        assertEquals(List.of(), told);
        assertEquals("daily 01:00-02:00", room.rules().of(IP).toString());
    }
}
