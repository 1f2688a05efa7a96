package dev.baton.events.scripts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

@DisplayName("Storage call-outs contract, 4.7: the library that drivers source, in dash and bash")
class DriverLibraryTest {

    private static final Path OURS = Path.of("scripts/callouts/opennebula").toAbsolutePath();

    /** As drivers begin, with and without a place of their own. */
    private static final String BEGINNING =
            """
            if [ -z "${ONE_LOCATION}" ]; then LIB=/usr/lib/one; else LIB=$ONE_LOCATION/lib; fi
            . $LIB/sh/scripts_common.sh
            . $ONE_LOCATION/var/remotes/tm/tm_common.sh
            """;

    private static final Duration AMPLE = Duration.ofSeconds(20);

    private record Said(int exit, String out, String errors) {}

    private final Path base;

    DriverLibraryTest(@TempDir Path base) throws IOException {
        this.base = base.toRealPath();
    }

    private Said run(String shell, String body) throws Exception {
        Path script = base.resolve("clone");
        Files.writeString(script, BEGINNING + body + "\n");
        Path out = base.resolve("out");
        Path errors = base.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(shell, script.toString());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("ONE_LOCATION", OURS.toString());
        environment.put("T", base.toString());
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), body);
        return new Said(
                process.exitValue(), Files.readString(out, UTF_8), Files.readString(errors, UTF_8));
    }

    /** In place of ssh: says its words, then does here what it would do there. */
    private void fakeSsh() throws IOException {
        Path ssh = base.resolve("ssh");
        Files.writeString(ssh, "#!/bin/sh\necho \"$*\" >\"$T/said\"\nshift\nexec \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String failure(String command, String errors, String message) {
        return """
        ERROR: clone: Command "%s" failed: %s
        ERROR MESSAGE --8<------
        %s
        ERROR MESSAGE ------>8--
        """
                .formatted(command, errors, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("4.6: log lines are on standard error, with level and script")
    void logLinesHaveALevel(String shell) throws Exception {
        assertEquals(
                new Said(
                        0,
                        "",
                        "INFO: clone: a b\nINFO: clone: i\nERROR: clone: e\nDEBUG: clone: d\n"),
                run(shell, "log a b; log_info i; log_error e; log_debug d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void theMessageForTheUserStandsBetweenItsMarks(String shell) throws Exception {
        assertEquals(
                new Said(0, "", "ERROR MESSAGE --8<------\nno space\nERROR MESSAGE ------>8--\n"),
                run(shell, "error_message 'no space'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aPlaceIsTakenApart(String shell) throws Exception {
        assertEquals(
                new Said(0, "h1 /a/b/disk.0 / /x y\n", ""),
                run(
                        shell,
                        "echo $(arg_host h1:/a//b/disk.0/) $(arg_path h1:/a//b/disk.0/)"
                                + " $(arg_path h:/) \"$(fix_dir_slashes '//x y//')\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("4.4: a disk is told from a directory by /disk.NUMBER")
    void aDiskIsToldFromADirectory(String shell) throws Exception {
        assertEquals(
                new Said(0, "1 1 0 0 0 yes\n", ""),
                run(
                        shell,
                        "echo $(is_disk /a/disk.0) $(is_disk /a/disk.12) $(is_disk /a/disk.)"
                                + " $(is_disk /a/disk.x) $(is_disk /a/42)"
                                + " $(is_disk /disk.1 >/dev/null && echo yes)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("4.1: DATASTORE_LOCATION of the configuration, else the usual place")
    void datastoresAreFound(String shell) throws Exception {
        Files.createDirectories(base.resolve("var"));
        Files.writeString(
                base.resolve("var/config"), "X=1\nDATASTORE_LOCATION=\"/srv//stores/\"\n");

        assertEquals(
                new Said(0, OURS + "/var/datastores\n/srv/stores /srv/stores\n/var/lib/one\n", ""),
                run(
                        shell,
                        "set_ds_location; echo $DS_DIR; ONE_LOCATION=$T set_ds_location;"
                                + " echo $DS_DIR $RMT_DS_DIR; ONE_LOCATION= set_ds_location;"
                                + " echo ${DS_DIR%/datastores}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("exec_and_log discards stdout and goes on; a failure ends the script")
    void aCommandThatFailsEndsTheDriver(String shell) throws Exception {
        assertEquals(new Said(0, "on\n", ""), run(shell, "exec_and_log 'echo x y' never; echo on"));
        assertEquals(
                new Said(3, "", failure("fail now", "no space", "Error copying")),
                run(
                        shell,
                        """
                        printf '#!/bin/sh\\necho out; echo no space >&2; exit 3\\n' >$T/fail
                        chmod +x $T/fail; cd $T; PATH=$T:$PATH
                        exec_and_log 'fail now' 'Error copying'; echo on\
                        """),
                "the command's status, its errors and the driver's message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aCommandOfADriverIsNoLineOfAShell(String shell) throws Exception {
        assertEquals(new Said(0, "", ""), run(shell, "exec_and_log 'echo a; touch x > $T/x `id`'"));
        assertTrue(Files.notExists(base.resolve("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("timeout_exec_and_log: the same with a limit, status 143 when it fired")
    void aCommandThatTakesTooLongIsEnded(String shell) throws Exception {
        assertEquals(
                new Said(0, "on\n", ""), run(shell, "timeout_exec_and_log 9 'echo x'; echo on"));
        assertEquals(
                new Said(143, "", failure("sleep 60", "ended after 0.1 s. ", "Too slow")),
                run(shell, "timeout_exec_and_log 0.1 'sleep 60' 'Too slow'; echo on"));
        assertEquals(1, run(shell, "timeout_exec_and_log 9 false; echo on").exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("ssh_exec_and_log feeds the command to ssh HOST sh -s on stdin")
    void commandsForAHostGoToAShellThere(String shell) throws Exception {
        fakeSsh();

        assertEquals(
                new Said(0, "h1 sh -s\non\n", ""),
                run(
                        shell,
                        "SSH=$T/ssh; ssh_exec_and_log h1 'mkdir \"$T/a b\"\necho x'; cat $T/said;"
                                + " echo on"));
        assertTrue(Files.isDirectory(base.resolve("a b")));
        assertEquals(
                new Said(4, "", failure("echo why >&2; exit 4", "why", "Error on h1")),
                run(shell, "SSH=$T/ssh; ssh_exec_and_log h1 'echo why >&2; exit 4' 'Error on h1'"));
        assertEquals(
                new Said(0, "", ""), run(shell, "SSH=$T/ssh; ssh_make_path h1 \"$T/one/two\""));
        assertTrue(Files.isDirectory(base.resolve("one/two")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("6: what a driver began on a host ends when the driver is killed")
    void whatRunsOnAHostEndsWithTheConnection(String shell) throws Exception {
        Path ssh = base.resolve("ssh");
        // as sshd: what it starts is in a session of its own, and sees only its input end
        Files.writeString(ssh, "#!/bin/sh\nshift\ncat | setsid \"$@\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path script = base.resolve("mkswap");
        String lines = "echo $$; sleep 300 & echo $!; wait";
        Files.writeString(
                script,
                BEGINNING
                        + "SSH=$T/ssh; ssh_exec_and_log h1 '{ %s; } >>$T/pids'\n".formatted(lines));
        ProcessBuilder builder = new ProcessBuilder("setsid", shell, script.toString());
        builder.environment().put("ONE_LOCATION", OURS.toString());
        builder.environment().put("T", base.toString());
        Process driver = builder.start();
        await().atMost(AMPLE).until(() -> pids().size() == 2);

        new ProcessBuilder("kill", "-KILL", "--", "-" + driver.pid()).start().waitFor();

        await().atMost(AMPLE).until(() -> pids().stream().noneMatch(DriverLibraryTest::runs));
    }

    private List<Long> pids() throws IOException {
        Path file = base.resolve("pids");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                : List.of();
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void linesForAHostMayHoldQuotesOfAnyKind(String shell) throws Exception {
        fakeSsh();

        assertEquals(
                new Said(0, "it's \"x\" \\n\n", ""),
                run(
                        shell,
                        """
                        SSH=$T/ssh
                        ssh_exec_and_log h1 "cat >$T/text <<'END'
                        it's \\"x\\" \\\\n
                        END"
                        cat $T/text\
                        """));
        assertEquals(
                new Said(0, "100000\n", ""),
                run(
                        shell,
                        "SSH=$T/ssh; ssh_exec_and_log h1 \"printf %s $(printf '%0100000d' 0)"
                                + " >$T/long\"; wc -c <$T/long"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    @DisplayName("4.6: ssh_make_path of others never fails; ours says when it did")
    void aDirectoryThatCannotBeMadeIsAFailure(String shell) throws Exception {
        fakeSsh();

        Said said = run(shell, "SSH=$T/ssh; ssh_make_path h1 /proc/none; echo on");

        assertEquals(1, said.exit());
        assertTrue(said.errors().contains("\nError creating directory /proc/none at h1\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aCommandIsTriedAgain(String shell) throws Exception {
        assertEquals(
                new Said(
                        0,
                        "done\n",
                        "INFO: clone: Command \"sh -c echo >>$T/n; [ $(wc -l <$T/n) = 2 ]\" failed,"
                                + " tries left: 2\n"),
                run(shell, "retry 3 0 sh -c 'echo >>$T/n; [ $(wc -l <$T/n) = 2 ]'; echo done"));
        assertEquals(
                new Said(
                        5,
                        "",
                        """
                        INFO: clone: Command "sh -c exit 5" failed, tries left: 1
                        ERROR: clone: Command "sh -c exit 5" failed, no more tries
                        """),
                run(shell, "retry 2 0 sh -c 'exit 5'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void everyFormatHasItsCommand(String shell) throws Exception {
        assertEquals(
                new Said(
                        0,
                        """
                        mkfs -t ext4 -F /x
                        mkfs -t xfs -f /x
                        mkswap /x
                        qemu-img create -f qcow2 /x 10M
                        mkfs -t vfat /x
                        """,
                        ""),
                run(
                        shell,
                        "for type in ext4 xfs swap raw qcow2 vfat; do mkfs_command /x $type 10;"
                                + " done"));
    }

    @Test
    @DisplayName("4.7: PATH starts with /bin:/sbin:/usr/bin; every program has its variable")
    void theProgramsOfDriversHaveTheirVariables() throws Exception {
        Said said =
                run(
                        "bash",
                        "case $PATH in /bin:/sbin:/usr/bin:*) echo ok ;; esac; set -u; : $AWK $BASH"
                                + " $CUT $DATE $DD $DU $GREP $LN $MD5SUM $MKFS $MKISOFS $MKSWAP"
                                + " $QEMU_IMG $READLINK $SCP $SED $SSH $SUDO $TAR $WGET");

        assertEquals(new Said(0, "ok\n", ""), said);
    }
}
