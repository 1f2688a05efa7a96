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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Storage call-outs contract, section 3: the shipped provider over loop devices, one that lies and
 * one that hangs, called by a real agent.
 */
@NeedsNamespaces
@EnabledIf(
        value = "loopDevices",
        disabledReason = "NO LOOP DEVICES HERE: the kernel or the user's rights forbid them")
@BesideOthers
class StorageNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path OURS = Path.of("src", "test", "resources", "extstorage");

    private static final String FREE =
            "losetup -n -O NAME,BACK-FILE | grep -F \"$1\" |"
                    + " while read -r name _; do losetup -d \"$name\"; done";

    private final AgentCluster cluster = AgentCluster.of(1);
    private final AgentNode node = cluster.agent(0);
    private final Path providers = node.base().resolve("extstorage");
    private final Path store = node.base().resolve("store");

    static boolean loopDevices() {
        return ShellCommand.attempt(LIMIT, List.of("losetup", "-f")).status() == 0;
    }

    @BeforeEach
    void start() {
        Path loop = AgentCluster.distribution().resolve("share/callouts/extstorage/loop");
        ShellCommand.run("mkdir", "-p", providers.toString(), store.toString());
        ShellCommand.run("cp", "-r", loop.toString(), providers.toString());
        for (String provider : List.of("liar", "hanger")) {
            ShellCommand.run("cp", "-a", OURS.resolve(provider).toString(), providers.toString());
        }
        node.append(
                "etc/baton.conf",
                "[storage]",
                "provider directories = " + providers,
                "call limits = hanger=1s",
                "hook directory = " + node.base().resolve("custom"),
                "boot marker = " + node.base().resolve("qs_lastreboot"),
                "veto hooks = system-prestop");
        hook("system-poststart", "echo started >>" + node.base().resolve("hooks"));
        hook("system-prestop", "echo pool in use >&2; exit 1");
        node.start();
        cluster.await("commands", LIMIT, () -> node.attempt("volume", "list").status() == 0);
    }

    private void hook(String name, String line) {
        String file = "custom/" + name + ".sh";
        node.write(file, "#!/bin/sh", line);
        ShellCommand.run("chmod", "755", node.base().resolve(file).toString());
    }

    private void provider(String provider, String script, String... lines) {
        String file = "extstorage/" + provider + "/" + script;
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

    private Outcome create(String title, String provider, String lie) {
        return node.attempt(
                "volume",
                "create",
                title,
                "--provider",
                provider,
                "--size",
                "16MiB",
                "--param",
                "directory=" + store,
                "--param",
                (provider.equals("hanger") ? "hang=" : "lie=") + lie);
    }

    private void expect(int exit, String words, Outcome outcome) {
        assertEquals(exit, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains(words), outcome.output());
    }

    @Test
    @DisplayName("3.7: a volume's life on loop devices; what was killed half-way is settled")
    void aVolumesLifeOnLoopDevices() throws Exception {
        expect(0, "create web1: done", create("web1", "loop", "no"));
        expect(0, "there is a block device of 16777216 bytes", info("web1"));
        expect(0, "grow web1: done", node.attempt("volume", "grow", "web1", "32MiB"));
        expect(0, "there is a block device of 33554432 bytes", info("web1"));
        expect(0, "snapshot web1", node.attempt("volume", "snapshot", "web1"));
        expect(0, "setinfo web1: done", node.attempt("volume", "setinfo", "web1", "me"));
        expect(0, "verify web1: done", node.attempt("volume", "verify", "web1"));
        expect(0, "detach web1: done", node.attempt("volume", "detach", "web1"));
        expect(0, "attach web1: done", node.attempt("volume", "attach", "web1"));

        provider(
                "loop",
                "create",
                "cd .",
                ". ./volume.sh",
                "truncate -s 16M \"$image\"",
                "sleep 300");
        node.command(
                "volume",
                "create",
                "web2",
                "--provider",
                "loop",
                "--size",
                "16MiB",
                "--param",
                "directory=" + store,
                "--no-wait");
        cluster.await(
                "half made",
                LIMIT,
                () -> ShellCommand.run("ls", store.toString()).lines().count() == 4);
        node.kill();
        node.start();
        cluster.await("commands", LIMIT, () -> node.attempt("job", "list").status() == 0);
        expect(0, "done", node.attempt("job", "wait", "0.8"));
        expect(0, "lost", node.attempt("call", "list", "--job", "0.8"));

        expect(0, "done", node.attempt("volume", "remove", "web1"));
        expect(0, "done", node.attempt("volume", "remove", "web2"));
        expect(0, "done", node.attempt("volume", "remove", "web1.snap"));
        assertEquals("", ShellCommand.run("ls", store.toString()).strip());
        assertTrue(Files.exists(node.base().resolve("var/storage/journal")));
        assertEquals("started\n", node.text("hooks"), "once in a boot, of two starts");
        expect(3, "pool in use; cure that", node.attempt("shutdown"));
        expect(0, "", node.attempt("status", "-q"));
    }

    private Outcome info(String title) {
        return node.attempt("volume", "info", title);
    }

    @Test
    @DisplayName("3.6: a provider that lies is never reported as success")
    void liesAreNoSuccess() {
        expect(8, "exited with 0, but attach", create("a", "liar", "create"));
        expect(8, "there is nothing", create("b", "liar", "missing"));
        expect(8, "no block device", create("c", "liar", "file"));
        expect(0, "done", create("d", "liar", "grow"));
        expect(8, "16 of 32 MiB", node.attempt("volume", "grow", "d", "32MiB"));
        expect(0, "done", create("e", "liar", "detach"));
        expect(8, "still a block device", node.attempt("volume", "detach", "e"));
        expect(0, "done", create("f", "liar", "remove"));
        expect(8, "can still be attached", node.attempt("volume", "remove", "f"));

        expect(0, "done", create("i", "liar", "snapshot"));
        expect(8, "exited with 0, but attach", node.attempt("volume", "snapshot", "i"));

        ShellCommand.run("chmod", "777", providers.resolve("liar/lie.sh").toString());
        expect(3, "chmod go-w", create("h", "liar", "no"));
        expect(1, "chmod go-w", node.attempt("provider", "diagnose", "liar"));
        expect(4, "there is no provider", create("h", "nobody", "no"));
        expect(2, "a volume is named by", create("a/b", "loop", "no"));
    }

    @Test
    @DisplayName("3.8: a provider that hangs is never reported as success")
    void hangsAreNoSuccess() {
        expect(8, "was ended after 1 s", create("a", "hanger", "create"));
        expect(8, "was ended after 1 s", create("b", "hanger", "attach"));
        for (String script : List.of("detach", "grow", "remove")) {
            expect(0, "done", create(script, "hanger", script));
        }
        expect(8, "was ended after 1 s", node.attempt("volume", "detach", "detach"));
        expect(8, "was ended after 1 s", node.attempt("volume", "grow", "grow", "32MiB"));
        expect(8, "was ended after 1 s", node.attempt("volume", "remove", "remove"));
        expect(
                0,
                "log        " + node.base().resolve("var/storage/log/create-hanger-"),
                node.attempt("call", "show", "2"));
    }

    @Test
    @DisplayName("A provider of one's own in Java comes with all it needs")
    void aProviderInJavaIsWhole() {
        expect(
                0,
                "made ",
                node.attempt(
                        "provider", "new", "mine", "--lang", "java", "--in", providers.toString()));
        String mine = providers.resolve("mine").toString();
        expect(0, "", ShellCommand.attempt(LIMIT, List.of(mine + "/build")));
        expect(0, "create v: done", create("v", "mine", "no"));
        expect(0, "remove v: done", node.attempt("volume", "remove", "v"));
    }
}
