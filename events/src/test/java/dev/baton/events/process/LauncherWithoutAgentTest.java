package dev.baton.events.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real launcher, a shell as stand-in for the agent, a network namespace of their own. */
@DisplayName("A launcher whose agent dies or hangs (safety rule, section 3)")
class LauncherWithoutAgentTest {

    private static final Path STAND_IN =
            Path.of("src/test/resources/launcher/stand-in-agent").toAbsolutePath();

    @TempDir private Path directory;

    @ParameterizedTest(name = "agent {0}, {1} scripts, {2}, cgroups {3}")
    @CsvSource({
        "killed, during, 10.99.0.1/24, false",
        "killed, during, fd00:99::1/64, true",
        "killed, between, 10.99.0.1/24, true",
        "killed, between, fd00:99::1/64, false",
        "silent, during, 10.99.0.1/24, true",
        "silent, between, fd00:99::1/64, false",
    })
    void killsWhatTheEventStartedAndDeletesItsAddress(
            String end, String moment, String address, boolean cgroups) throws Exception {
        String said = play(end, moment, address, cgroups);

        assertTrue(said.contains("\nabandoned\naddress: 0"), said);
        assertEquals(List.of(), living());
    }

    @Test
    void leavesEverythingInPlaceWhenItIsToldThatTheEventIsDone() throws Exception {
        String said = play("told", "between", "10.99.0.1/24", false);

        List<String> services = living();
        services.forEach(
                pid ->
                        ProcessHandle.of(Long.parseLong(pid))
                                .ifPresent(ProcessHandle::destroyForcibly));
        assertEquals(2, services.size());
        assertFalse(said.contains("abandoned"));
        assertTrue(said.contains("address: 1"), said);
    }

    private String play(String end, String moment, String address, boolean cgroups)
            throws Exception {
        Optional<CgroupTree> tree = cgroups ? CgroupTree.detect() : Optional.empty();
        assumeTrue(cgroups == tree.isPresent(), "SKIPPED: no writable cgroup v2 with cgroup.kill");
        Path group = tree.isPresent() ? tree.get().make("launcher-test") : Path.of("-");
        assumeTrue(mayMakeNamespaces(), "SKIPPED: network namespaces cannot be made here");
        List<String> command = new ArrayList<>(namespace());
        command.addAll(
                List.of(
                        STAND_IN.toString(),
                        ScriptsOnDisk.LAUNCHER.toString(),
                        directory.toString(),
                        group.toString(),
                        address,
                        end,
                        moment));
        String said = output(command);
        tree.ifPresent(one -> CgroupTree.remove(one.root()));
        return "\n" + said;
    }

    private boolean mayMakeNamespaces() throws Exception {
        List<String> command = new ArrayList<>(namespace());
        command.addAll(List.of("bash", "-c", "ip link set lo up && echo yes"));
        return output(command).contains("yes");
    }

    private static List<String> namespace() throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        return root ? List.of("unshare", "-n") : List.of("unshare", "-rn");
    }

    private String output(List<String> command) throws Exception {
        Path file = directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(file.toFile())
                        .start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private List<String> living() throws IOException {
        return Files.readAllLines(directory.resolve("pids")).stream()
                .filter(pid -> ProcessEntry.of(Long.parseLong(pid)).isPresent())
                .toList();
    }
}
