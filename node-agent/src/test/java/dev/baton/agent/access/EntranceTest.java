package dev.baton.agent.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.access.Entrance.Cause;
import dev.baton.agent.access.Entrance.Look;
import dev.baton.config.AccessToken;
import dev.baton.config.Role;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens: who is recognized, and what is not trusted. Source: ADR 0153. */
class EntranceTest {

    private static final String HERE = "192.0.2.1";

    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-11-23T03:00:00Z");
    private long nanos;
    private final Secret secret = Secret.random();

    private TokenFile file() {
        return new TokenFile(directory.resolve("tokens"));
    }

    private Entrance entrance() {
        return new Entrance(file(), () -> now, () -> nanos);
    }

    private void allow(String name, Role role, Optional<Instant> until) {
        file().add(new AccessToken(name, role, secret.hash(), until));
    }

    private String bearer() {
        return "Bearer " + secret.reveal();
    }

    @Test
    void aTokenNamesItsHolderUntilItEnds() {
        allow("alice", Role.OPERATOR, Optional.of(now.plusSeconds(60)));
        Entrance entrance = entrance();

        Look.Known known = assertInstanceOf(Look.Known.class, entrance.look(bearer(), HERE));
        now = now.plusSeconds(60);

        assertEquals("alice", known.caller().name());
        assertEquals(Role.OPERATOR, known.caller().role());
        assertEquals(Cause.EXPIRED, cause(entrance.look(bearer(), HERE)));
    }

    @Test
    void aChangedFileCountsWithoutARestart() {
        Entrance entrance = entrance();
        assertEquals(Cause.WRONG, cause(entrance.look(bearer(), HERE)));

        allow("alice", Role.ADMIN, Optional.empty());
        assertInstanceOf(Look.Known.class, entrance.look(bearer(), HERE));

        assertTrue(file().remove("alice"));
        assertEquals(Cause.WRONG, cause(entrance.look(bearer(), HERE)));
    }

    @Test
    void withoutATokenOneIsAnybody() {
        assertEquals(new Look.Known(Caller.ANYBODY), entrance().look("", HERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Bearer é", "x"})
    void whatIsNoTokenIsWrong(String header) {
        allow("alice", Role.ADMIN, Optional.empty());

        assertEquals(Cause.WRONG, cause(entrance().look(header, HERE)));
    }

    @Test
    @DisplayName("wrong tokens are limited by address, and never lock a right one out")
    void wrongOnesAreLimited() {
        allow("alice", Role.ADMIN, Optional.empty());
        Entrance entrance = entrance();
        for (int i = 0; i < FailedAttempts.MOST; i++) {
            assertEquals(Cause.WRONG, cause(entrance.look("Bearer no", HERE)));
        }

        assertEquals(Cause.RATE, cause(entrance.look("Bearer no", HERE)));
        assertEquals(Cause.WRONG, cause(entrance.look("Bearer no", "192.0.2.2")));
        assertInstanceOf(Look.Known.class, entrance.look(bearer(), HERE));
        nanos += Duration.ofSeconds(FailedAttempts.AGAIN_SECONDS).toNanos();
        assertEquals(Cause.WRONG, cause(entrance.look("Bearer no", HERE)));
        assertEquals(Cause.RATE, cause(entrance.look("Bearer no", HERE)));
    }

    @Test
    void placesAreForgottenAndNotCollected() {
        FailedAttempts attempts = new FailedAttempts(() -> nanos);
        for (int i = 0; i < FailedAttempts.MOST; i++) {
            assertTrue(attempts.mayFail("first"));
        }
        assertFalse(attempts.mayFail("first"));

        for (int i = 0; i < FailedAttempts.MOST_PLACES; i++) {
            attempts.mayFail("other " + i);
        }

        assertTrue(attempts.mayFail("first"));
    }

    @ParameterizedTest
    @DisplayName("a file that others may read or write has no token, and says why")
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------", "rw--w----"})
    void aFileOfAWrongModeIsRefused(String mode) throws IOException {
        allow("alice", Role.ADMIN, Optional.empty());
        Path path = file().path();
        Entrance entrance = entrance();

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));

        assertEquals(Cause.FILE, cause(entrance.look(bearer(), HERE)));
        assertEquals(
                path + " has mode " + mode + ", expected rw-------; chmod 600 it",
                file().content().refusal().orElseThrow());
        TokenFile file = file();
        TokenFile.Refusal refusal =
                assertThrows(TokenFile.Refusal.class, () -> file.remove("alice"));
        assertTrue(refusal.sentence().contains("chmod 600"), refusal.sentence());
    }

    @Test
    void aLinkAndADirectoryAreRefused() throws IOException {
        Path target = Files.writeString(directory.resolve("elsewhere"), "");
        Files.createSymbolicLink(directory.resolve("tokens"), target);

        assertTrue(file().content().refusal().orElseThrow().contains("no regular file"));
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        allow("alice", Role.ADMIN, Optional.empty());
        Files.write(file().path(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertTrue(file().content().refusal().orElseThrow().contains("no text in UTF-8"));
    }

    @Test
    void aFileIsNobodyElsesAndKeepsItsComments() throws IOException {
        allow("alice", Role.ADMIN, Optional.empty());
        Path path = file().path();
        Files.writeString(path, "# of the team\n" + Files.readString(path));

        file().remove("alice");

        assertEquals("# of the team\n", Files.readString(path));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void aNameIsGivenOnce() {
        allow("alice", Role.ADMIN, Optional.empty());

        TokenFile.Refusal refusal =
                assertThrows(
                        TokenFile.Refusal.class,
                        () -> allow("alice", Role.VIEWER, Optional.empty()));

        assertEquals(
                "alice has a token already; remove it first: baton token remove alice",
                refusal.sentence());
    }

    @Test
    void ofTwoChangesAtATimeOneIsRefused() throws IOException {
        Files.createFile(directory.resolve("tokens.new"));

        TokenFile.Refusal refusal =
                assertThrows(
                        TokenFile.Refusal.class,
                        () -> allow("alice", Role.VIEWER, Optional.empty()));

        assertTrue(refusal.sentence().contains("another change is under way"));
    }

    @Test
    void aSecretShowsItselfInNoText() {
        assertEquals(List.of("a token"), List.of(secret.toString()));
        assertEquals(49, secret.reveal().length());
        assertEquals(64, secret.hash().length());
    }

    private static Cause cause(Look look) {
        return assertInstanceOf(Look.Unknown.class, look).cause();
    }
}
