package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Storage call-outs contract, 3.7: a volume goes from one real agent to another and back, its image
 * a file both see, each node with a loop device of its own for it; a pool of another node.
 */
@NeedsNamespaces
@EnabledIf(
        value = "loopDevices",
        disabledReason = "NO LOOP DEVICES HERE: the kernel or the user's rights forbid them")
@BesideOthers
class StorageMovesNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final String FREE =
            "losetup -n -O NAME,BACK-FILE | grep -F \"$1\" |"
                    + " while read -r name _; do losetup -d \"$name\"; done";

    private final AgentCluster cluster = AgentCluster.of(2);
    private final AgentNode first = cluster.agent(0);
    private final AgentNode second = cluster.agent(1);
    private final Path store = first.base().resolve("store");

    static boolean loopDevices() {
        return ShellCommand.attempt(LIMIT, List.of("losetup", "-f")).status() == 0;
    }

    @BeforeEach
    void start() {
        Path loop = AgentCluster.distribution().resolve("share/callouts/extstorage/loop");
        ShellCommand.run("mkdir", "-p", store.toString());
        for (AgentNode node : cluster.agents()) {
            Path providers = node.base().resolve("extstorage");
            ShellCommand.run("mkdir", "-p", providers.toString());
            ShellCommand.run("cp", "-r", loop.toString(), providers.toString());
            script(
                    node,
                    "extstorage/loop/attach",
                    ". ./volume.sh",
                    "[ -e \"device-$VOL_NAME\" ] ||",
                    "    losetup -f --show \"$image\" >\"device-$VOL_NAME\"",
                    "cat \"device-$VOL_NAME\"");
            script(
                    node,
                    "extstorage/loop/detach",
                    "[ ! -e \"device-$VOL_NAME\" ] ||",
                    "    { losetup -d \"$(cat \"device-$VOL_NAME\")\" && rm \"device-$VOL_NAME\";"
                            + " }");
            for (String script : List.of("open", "close")) {
                script(
                        node,
                        "extstorage/loop/" + script,
                        "echo %s %s $VOL_OPEN_EXCLUSIVE >>%s/trace"
                                .formatted(node.name(), script, store));
            }
            script(
                    node,
                    "custom/pool-poststart.sh",
                    "echo %s \"$1\" >>%s/trace".formatted(node.name(), store));
            node.append(
                    "etc/baton.conf",
                    "[storage]",
                    "provider directories = " + providers,
                    "hook directory = " + node.base().resolve("custom"));
        }
        cluster.start();
    }

    private static void script(AgentNode node, String file, String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "#!/bin/sh";
        System.arraycopy(lines, 0, all, 1, lines.length);
        node.write(file, all);
        ShellCommand.run("chmod", "755", node.base().resolve(file).toString());
    }

    @AfterEach
    void close() {
        cluster.close();
        ShellCommand.attempt(LIMIT, List.of("sh", "-c", FREE, "sh", store.toString()));
    }

    private static void expect(int exit, String words, Outcome outcome) {
        assertEquals(exit, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains(words), outcome.output());
    }

    private static Outcome volume(AgentNode node, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "volume";
        System.arraycopy(words, 0, all, 1, words.length);
        return node.attempt(all);
    }

    @Test
    @DisplayName("3.7: migrate there, failover back; and a pool of the other node is started")
    void aVolumeGoesThereAndBack() {
        String directory = "directory=" + store;
        expect(
                0,
                "create web1: done",
                volume(
                        first,
                        "create",
                        "web1",
                        "--provider",
                        "loop",
                        "--size",
                        "16MiB",
                        "--param",
                        directory));
        expect(0, "attach web1: done", volume(first, "attach", "web1"));
        expect(0, "node 1: ", volume(first, "migrate", "web1", "--to", "n1", "--plan"));

        expect(0, "migrate web1: done", volume(first, "migrate", "web1", "--to", "n1"));

        expect(0, "there is a block device of 16777216 bytes", volume(second, "info", "web1"));
        expect(4, "no volume", volume(first, "attach", "web1", "--plan"));
        assertEquals(
                List.of("n0 open False", "n1 close", "n1 open False", "n0 close", "n1 open True"),
                trace());
        expect(0, "attach", second.attempt("job", "list"));

        expect(0, "failover web1: done", volume(second, "failover", "web1", "--to", "n0"));

        expect(0, "there is a block device of 16777216 bytes", volume(first, "info", "web1"));
        expect(0, "remove web1: done", volume(first, "remove", "web1"));
        expect(3, "is this one", volume(second, "failover", "web1", "--to", "n1"));

        expect(0, "pool start 8a on n1: done", first.attempt("pool", "start", "8a", "--on", "n1"));
        assertTrue(trace().getLast().startsWith("n1 "), trace().toString());
    }

    private List<String> trace() {
        return ShellCommand.run("cat", store.resolve("trace").toString())
                .lines()
                .map(String::strip)
                .toList();
    }
}
