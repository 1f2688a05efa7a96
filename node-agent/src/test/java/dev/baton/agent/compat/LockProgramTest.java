package dev.baton.agent.compat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** CTDB events contract, section 12.2: our helper program for a lock on a file. */
class LockProgramTest {

    private static final Path PROGRAM =
            Path.of("src/main/dist/compat/ctdb_mutex_fcntl_helper").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Takes the same lock as any program would, without waiting; prints yes or no. */
    private static final String ANOTHER =
            """
            use Fcntl qw(F_SETLK F_WRLCK SEEK_SET O_RDWR);
            sysopen my $f, shift, O_RDWR or die $!;
            my $l = pack 's s x![q] q q i x![q]', F_WRLCK, SEEK_SET, 0, 1, 0;
            print fcntl($f, F_SETLK, $l) ? 'yes' : 'no';
            """;

    private final List<Process> started = new ArrayList<>();
    private final Path base;
    private final Path lock;
    private int runs;

    LockProgramTest(@TempDir Path base) {
        this.base = base;
        this.lock = base.resolve("lock");
    }

    /** One run of the program with the file its output goes to. */
    private record Run(Process process, Path out, Path err) {

        String said() {
            try {
                return Files.readString(out);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }

        void says(String text) {
            await().atMost(PATIENCE).until(() -> said().equals(text));
        }

        void ends() throws Exception {
            assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @AfterEach
    void endAll() {
        for (Process each : started) {
            Stream.concat(each.descendants(), Stream.of(each.toHandle()))
                    .toList()
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void oneCharacterSaysWhetherTheLockIsHeld() throws Exception {
        Run holder = start("0", lock.toString());
        holder.says("0");

        Run other = start("0", lock.toString());
        other.ends();

        assertEquals("1", other.said());
        assertEquals("", Files.readString(other.err()));
        assertTrue(holder.process().isAlive());
    }

    @Test
    void theFileIsMadeForItsOwnerOnlyAndLockedForEveryProgram() throws Exception {
        start("0", lock.toString()).says("0");

        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
        assertEquals("no", new String(perl(ANOTHER, lock.toString()).readAllBytes(), UTF_8));
    }

    @Test
    void aTerminationSignalFreesTheLock() throws Exception {
        Run holder = start("0", lock.toString());
        holder.says("0");

        holder.process().destroy();
        holder.ends();

        assertEquals("yes", new String(perl(ANOTHER, lock.toString()).readAllBytes(), UTF_8));
    }

    @Test
    void whatCannotBeTriedIsAnUnexpectedErrorWithItsReason() throws Exception {
        Run nowhere = start("0", base.resolve("none/lock").toString());
        Run noFile = start("0");
        Run noNumber = start("0", lock.toString(), "soon");
        for (Run each : List.of(nowhere, noFile, noNumber)) {
            each.ends();
            assertEquals("3", each.said());
        }

        assertTrue(Files.readString(nowhere.err()).contains("cannot open " + base + "/none/lock"));
        assertTrue(Files.readString(noFile.err()).contains("usage: "));
        assertTrue(
                Files.readString(noNumber.err())
                        .contains("RECHECK: expected seconds, 0 to 86400, got \"soon\""));
    }

    @Test
    void aFileThatWasRemovedOrReplacedIsALostLock() throws Exception {
        Path second = base.resolve("second");
        Run removed = start("0", lock.toString(), "1");
        Run replaced = start("0", second.toString(), "1");
        removed.says("0");
        replaced.says("0");

        Files.delete(lock);
        Files.move(
                Files.writeString(base.resolve("new"), ""),
                second,
                StandardCopyOption.REPLACE_EXISTING);

        removed.ends();
        replaced.ends();
        assertTrue(Files.readString(removed.err()).contains("lost lock " + lock));
        assertTrue(Files.readString(replaced.err()).contains("it is another file now"));
        assertEquals("0", removed.said());
    }

    @Test
    void theLockEndsWithTheParent() throws Exception {
        Path script = base.resolve("parent");
        Files.writeString(script, PROGRAM + " " + lock + " 0 & wait\n");
        Run parent = run(List.of("sh", script.toString()), "0");
        parent.says("0");
        parent.process().destroyForcibly();
        parent.ends();

        await().atMost(PATIENCE)
                .until(
                        () ->
                                new String(perl(ANOTHER, lock.toString()).readAllBytes(), UTF_8)
                                        .equals("yes"));
    }

    @Test
    void proofsFollowTheFirstCharacterAsLongAsTheLockIsHeld() throws Exception {
        Run holder = start("1", lock.toString());
        await().atMost(PATIENCE).until(() -> proofs(holder).size() >= 2);

        Files.delete(lock);
        holder.ends();

        assertTrue(holder.said().matches("0(\\d+\\.?\\d*\n){2,4}"), holder.said());
        List<Double> times = proofs(holder);
        assertEquals(times.stream().sorted().toList(), times);
        assertTrue(times.getLast() <= secondsSinceBoot(), times::toString);
    }

    /** When each look began that found the lock held. */
    private static List<Double> proofs(Run holder) {
        String said = holder.said();
        return said.isEmpty() ? List.of() : said.substring(1).lines().map(Double::valueOf).toList();
    }

    private static double secondsSinceBoot() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
    }

    @Test
    void aCheckThatHangsProvesOnlyThatTheLockWasHeldWhenItBegan() throws Exception {
        Run holder = start("1", lock.toString());
        await().atMost(PATIENCE).until(() -> !proofs(holder).isEmpty());
        ProcessHandle checks = holder.process().children().findFirst().orElseThrow();

        perl("kill 'STOP', shift", "" + checks.pid()).readAllBytes();
        double stopped = secondsSinceBoot();
        int before = proofs(holder).size();
        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(3))
                .until(() -> proofs(holder).size() <= before + 1);
        int silent = proofs(holder).size();
        perl("kill 'CONT', shift", "" + checks.pid()).readAllBytes();
        await().atMost(PATIENCE).until(() -> proofs(holder).size() > silent);

        assertTrue(proofs(holder).get(silent) < stopped + 2, () -> proofs(holder) + " " + stopped);

        assertTrue(holder.process().isAlive());
    }

    @Test
    void withPingTimeoutChecksThatHangEndTheLock() throws Exception {
        Run holder = start("0", lock.toString(), "1", "1");
        holder.says("0");
        await().atMost(PATIENCE).until(() -> holder.process().children().count() == 1);
        ProcessHandle checks = holder.process().children().findFirst().orElseThrow();

        perl("kill 'STOP', shift", "" + checks.pid()).readAllBytes();
        holder.ends();
        perl("kill 'KILL', shift", "" + checks.pid()).readAllBytes();

        assertTrue(Files.readString(holder.err()).contains("no answer of a check within 1 s"));
    }

    @Test
    void checksThatWereKilledEndTheLock() throws Exception {
        Run holder = start("0", lock.toString());
        holder.says("0");
        await().atMost(PATIENCE).until(() -> holder.process().children().count() == 1);

        holder.process().children().forEach(ProcessHandle::destroyForcibly);
        holder.ends();

        assertTrue(Files.readString(holder.err()).contains("its checks ended"));
        assertFalse(holder.process().isAlive());
    }

    private InputStream perl(String program, String argument) throws IOException {
        Process process = new ProcessBuilder("perl", "-e", program, argument).start();
        started.add(process);
        return process.getInputStream();
    }

    /** The program with the interval of proofs, 0 for none. */
    private Run start(String proofs, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(words));
        return run(command, proofs);
    }

    private Run run(List<String> command, String proofs) throws IOException {
        runs++;
        Path out = base.resolve("out" + runs);
        Path err = base.resolve("err" + runs);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("BATON_LOCK_PROOFS", proofs);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        started.add(process);
        return new Run(process, out, err);
    }
}
