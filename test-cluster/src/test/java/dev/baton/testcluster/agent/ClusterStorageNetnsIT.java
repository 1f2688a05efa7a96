package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Storage call-outs contract, section 5.9, with three real agents and a client that shares no code
 * with them: a job is begun on one node, its node is killed, and another tells the truth of it. And
 * a plugin of the distribution's kit, built there and called both ways.
 */
@NeedsNamespaces
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "for test-cluster/long storage")
class ClusterStorageNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Path CLIENT = Path.of("peers/lsm_client.py").toAbsolutePath();
    private static final int ERROR = 4;
    private static final int RUNS = 7;

    /** Made for tests that run, not with the instances of those that are skipped. */
    private AgentCluster cluster;

    private AgentNode first;
    private AgentNode second;
    private AgentNode third;
    private Path store;

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        first = cluster.agent(0);
        second = cluster.agent(1);
        third = cluster.agent(2);
        store = first.base().resolve("store");
        ShellCommand.run("mkdir", "-p", store.toString());
        for (AgentNode node : cluster.agents()) {
            script(node, "create", "[ ! -e %1$s/slow ] || sleep 300; touch %1$s/$VOL_NAME");
            script(
                    node,
                    "attach",
                    "[ -e %1$s/$VOL_NAME ] && printf '\\nkvm:file:%%s' %1$s/$VOL_NAME");
            script(node, "remove", "rm %1$s/$VOL_NAME");
            for (String other : List.of("detach", "grow", "setinfo", "verify")) {
                script(node, other, "true");
            }
            node.write("extstorage/files/parameters.list");
            Path plugins = node.base().resolve("plugins");
            ShellCommand.run("mkdir", "-p", plugins.toString());
            node.append(
                    "etc/baton.conf",
                    "[storage]",
                    "provider directories = " + node.base().resolve("extstorage"),
                    "[lsm]",
                    "serve plugins = yes",
                    "plugin directory = " + plugins,
                    "socket directory = " + node.base().resolve("ipc"));
        }
        kit();
        cluster.start();
    }

    private void script(AgentNode node, String name, String line) {
        String file = "extstorage/files/" + name;
        node.write(file, "#!/bin/sh", line.formatted(store));
        ShellCommand.run("chmod", "755", node.base().resolve(file).toString());
    }

    /** As an author does it: copied out of the distribution and linked. */
    private void kit() {
        Path any = first.base().resolve("any");
        Path packed = AgentCluster.distribution().resolve("share/callouts/libstoragemgmt/any");
        ShellCommand.run("cp", "-r", packed.toString(), any.toString());
        ShellCommand.run(
                "ln",
                "-s",
                any.resolve("any_lsmplugin").toString(),
                first.base().resolve("plugins/any_lsmplugin").toString());
        ShellCommand.run("mkdir", first.base().resolve("srv").toString());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Outcome client(AgentNode node, String uri, String... words) {
        List<String> command = new ArrayList<>(List.of(CLIENT.toString()));
        command.addAll(List.of("-d", node.base().resolve("ipc").toString(), "-u", uri));
        command.addAll(List.of(words));
        return ShellCommand.attempt(LIMIT, command);
    }

    private static Outcome ask(AgentNode node, String... words) {
        return client(node, "cluster://", words);
    }

    private void awaitSaid(String what, AgentNode node, String words, String... line) {
        cluster.await(what, LIMIT, () -> ask(node, line).output().contains(words));
    }

    @Test
    @DisplayName("5.9: volume-create -b on one node, job-status on others, after a kill the truth")
    void aJobIsTheClustersAndItsNodeIsKilled() throws Exception {
        awaitSaid("all pools are seen", second, "files@2", "list", "pools");
        Files.createFile(store.resolve("slow"));

        Outcome begun = ask(second, "-b", "volume-create", "v1", "1048576");
        assertEquals(RUNS, begun.status(), begun.output());
        String job = begun.output().strip();
        assertTrue(job.startsWith("0."), "in the first pool, which is another node's: " + job);
        Outcome running = ask(third, "job-status", job);
        assertEquals(RUNS, running.status(), running.output());

        first.kill();
        awaitSaid("nobody knows now", second, "(141)", "job-status", job);
        awaitSaid("the system is degraded", third, "\"status\": 8", "list", "systems");

        Files.delete(store.resolve("slow"));
        first.start();
        cluster.awaitWell();
        List<Outcome> told = new ArrayList<>();
        cluster.await(
                "the job is over",
                LIMIT,
                () -> {
                    told.add(ask(third, "job-status", job));
                    Outcome last = told.getLast();
                    return last.status() != RUNS && !last.output().contains("(141)");
                });
        Outcome shown = first.attempt("job", "show", job);
        String truth =
                told.getLast().output().startsWith("[2, 100")
                        ? ": done"
                        : told.getLast().status() == ERROR ? ": unknown" : ": failed";
        assertTrue(shown.output().contains(truth), told.getLast().output() + shown.output());
        boolean exists = isSomethingStored();
        assertEquals(truth.equals(": done"), exists, shown.output());
        assertEquals(exists, ask(second, "list", "volumes").output().contains("\"name\": \"v1\""));
    }

    /** By the name providers are told, which is not the volume's title. */
    private boolean isSomethingStored() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.findAny().isPresent();
        }
    }

    @Test
    @DisplayName("5: a plugin of the distribution's kit is called and served")
    void aPluginOfTheKitWorksBothWays() {
        Path build = first.base().resolve("any/build");
        Outcome built = ShellCommand.attempt(LIMIT, List.of(build.toString()));
        assertEquals(0, built.status(), built.output());
        String uri = "any://" + first.base().resolve("srv");
        Outcome pools = first.attempt("lsm", "pool", "list", uri, "-o", "name");
        assertEquals(0, pools.status(), pools.output());
        String pool = pools.output().strip();

        Outcome made =
                first.attempt(
                        "lsm", "volume", "create", uri, "v1", "--pool", pool, "--size", "8MiB");
        assertEquals(0, made.status(), made.output());
        cluster.await(
                "the plugin is served",
                LIMIT,
                () -> client(first, uri, "plugins").output().contains("any"));

        Outcome volumes = client(first, uri, "list", "volumes");
        assertTrue(volumes.output().contains("\"name\": \"v1\""), volumes.output());
        Outcome file = client(first, uri, "fs-create", "home", "8388608");
        assertEquals(0, file.status(), file.output());
        Outcome taken = first.attempt("lsm", "snapshot", "create", uri, "home", "monday");
        assertEquals(0, taken.status(), taken.output());
        assertTrue(
                first.attempt("lsm", "snapshot", "list", uri, "home").output().contains("monday"));
    }
}
