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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Storage call-outs contract, section 4, with OpenSSH between three namespaces and real file
 * systems in image files: n0 and n2 are front-ends of one shared datastore, n1 and n2 hosts with
 * disks of their own, or all see one directory of machines.
 */
@NeedsNamespaces
@EnabledIf(
        value = "daemons",
        disabledReason =
                "NO SSH DAEMONS HERE: they need root in the first user namespace, and the packages"
                        + " openssh-server, e2fsprogs and genisoimage")
@BesideOthers
class DriversNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Pattern JOB = Pattern.compile("^job (\\S+): accepted");
    private static final int TIMED_OUT = 7;

    /** Made for tests that run, not with the instances of those that are skipped. */
    private AgentCluster cluster;

    private AgentNode first;
    private DriverHosts hosts;

    static boolean daemons() throws Exception {
        return Files.exists(Path.of("/usr/sbin/sshd"))
                && Files.exists(Path.of("/usr/sbin/mkfs.ext4"))
                && Files.exists(Path.of("/usr/bin/genisoimage"))
                && "root".equals(System.getProperty("user.name"))
                && Files.readString(Path.of("/proc/self/uid_map"))
                        .strip()
                        .matches("0\\s+0\\s+4294967295");
    }

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        first = cluster.agent(0);
        hosts = new DriverHosts(cluster);
        hosts.start();
        cluster.start();
    }

    @AfterEach
    void close() {
        hosts.close();
        cluster.close();
    }

    private static Outcome expect(int exit, String words, Outcome outcome) {
        assertEquals(exit, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains(words), outcome.output());
        return outcome;
    }

    /** Carries a change of the machine out, however long that takes on a busy machine. */
    private Outcome disk(String... words) {
        Outcome taken = begin(words);
        Matcher job = JOB.matcher(taken.output());
        if (!job.find()) {
            return taken;
        }
        List<Outcome> last = new ArrayList<>();
        cluster.await(
                String.join(" ", words),
                Duration.ofMinutes(3),
                () -> {
                    last.add(first.attempt("job", "wait", job.group(1), "--wait", "20s"));
                    return last.getLast().status() != TIMED_OUT;
                });
        return last.getLast();
    }

    private Outcome begin(String... words) {
        List<String> all = new ArrayList<>(List.of("disk", words[0], hosts.machine().toString()));
        all.addAll(List.of(words).subList(1, words.length));
        all.add("--no-wait");
        return first.attempt(all.toArray(String[]::new));
    }

    /** What the kernel's tools take for the content of a host's disk. */
    private String type(String host, int disk) {
        Path file = hosts.disks(host).resolve("42/disk." + disk);
        return Files.exists(file)
                ? ShellCommand.attempt(
                                LIMIT,
                                List.of("blkid", "-o", "value", "-s", "TYPE", file.toString()))
                        .output()
                        .strip()
                : "nothing";
    }

    private List<String> types(String host) {
        return List.of(type(host, 0), type(host, 1), type(host, 2));
    }

    private static final List<String> ALL = List.of("ext4", "swap", "iso9660");
    private static final List<String> NONE = List.of("nothing", "nothing", "nothing");

    @Test
    @DisplayName(
            "4.5 over ssh: disks are made, moved, saved; the front-end dies and another goes on")
    void aMachineLivesAndItsFrontEndDies() {
        AgentNode noFrontEnd = cluster.agent(1);
        expect(0, "create web: done", image(noFrontEnd, "create", "web", "--fs", "ext4"));
        hosts.describe(first);
        assertEquals("ext4", hosts.typeOfImage(first, "web"));
        expect(0, "free", noFrontEnd.attempt("datastore", "monitor", "fast"));

        expect(0, "disk create machine 42: done", disk("create", "n1"));
        assertEquals(ALL, types("n1"));
        expect(0, "disk migrate machine 42: done", disk("migrate", "n1", "n2"));
        assertEquals(NONE, types("n1"));
        assertEquals(ALL, types("n2"));
        expect(8, "is there already", disk("create", "n2"));
        assertEquals(ALL, types("n2"));

        first.kill();
        AgentNode other = cluster.agent(2);
        cluster.await(
                "another node is the front-end",
                LIMIT,
                () -> image(other, "clone", "web", "copy").status() == 0);
        assertEquals("ext4", hosts.typeOfImage(other, "copy"));
        expect(0, "no orphans", other.attempt("datastore", "orphans", "fast"));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "for test-cluster/long drivers")
    @DisplayName("4.5 over ssh: put aside, taken up, saved; what fails is undone or listed")
    void everyChangeOfAMachine() {
        expect(0, "create web: done", image(first, "create", "web", "--fs", "ext4"));
        hosts.describe(first);
        expect(0, "saved: done", image(first, "create", "saved", "--format", "save_as"));

        for (int round = 0; round < 10; round++) {
            expect(0, "create machine 42: done", disk("create", "n1"));
            expect(0, "stop machine 42: done", disk("stop", "n1"));
            assertEquals(NONE, types("n1"));
            assertEquals(ALL, types("n0"));
            expect(0, "resume machine 42: done", disk("resume", "n2"));
            assertEquals(ALL, types("n2"));
            hosts.cutOff("n1");
            expect(8, "migrate machine 42: failed", disk("migrate", "n2", "n1"));
            assertEquals(ALL, types("n2"));
            hosts.reach("n1");
            expect(0, "migrate machine 42: done", disk("migrate", "n2", "n1"));
            snapshots("n1");
            expect(0, "save machine 42: done", disk("save", "n1", "0", "saved"));
            assertEquals("ext4", hosts.typeOfImage(first, "saved"));
            expect(0, "shutdown machine 42: done", disk("shutdown", "n1"));
            assertEquals(NONE, types("n1"));
            assertEquals("ext4", hosts.typeOfImage(first, "web"));
        }

        hosts.cutOff("n1");
        Outcome failed = expect(8, "create machine 42: failed", disk("create", "n1"));
        assertTrue(failed.output().contains("nothing was made"), failed.output());
        hosts.reach("n1");
        expect(0, "delete web: done", image(first, "delete", "web"));
        expect(0, "no orphans", first.attempt("datastore", "orphans", "fast"));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "for test-cluster/long drivers")
    @DisplayName("Jobs: an agent that dies in the middle of a list finds out where it was")
    void anAgentDiesInTheMiddleOfAList() {
        expect(0, "create web: done", image(first, "create", "web", "--fs", "ext4"));
        hosts.describe(first);
        for (int round = 0; round < 5; round++) {
            begin("create", "n1");
            first.kill();
            first.start();
            cluster.awaitWell();

            cluster.await(
                    "the job is over",
                    LIMIT,
                    () -> first.attempt("job", "list", "--open").output().contains("no jobs"));
            String jobs = first.attempt("job", "list", "-o", "json").output();
            assertTrue(
                    types("n1").equals(ALL) || !jobs.contains("\"running\""),
                    () -> "round: " + jobs + types("n1"));
            expect(0, "delete machine 42: done", disk("delete", "n1"));
            assertEquals(NONE, types("n1"));
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "for test-cluster/long drivers")
    @DisplayName("4.4 in a shared directory: made, moved, put aside, made larger, saved")
    void aMachineLivesInASharedDirectory() throws IOException {
        hosts.share();
        expect(0, "create web: done", image(first, "create", "web", "--fs", "ext4"));
        expect(0, "saved: done", image(first, "create", "saved", "--format", "save_as"));

        for (boolean copied : List.of(true, false)) {
            hosts.describe(first, copied);
            expect(0, "create machine 42: done", disk("create", "n1"));
            assertEquals(ALL, types("n2"));
            assertEquals(!copied, Files.isSymbolicLink(hosts.disks("n1").resolve("42/disk.0")));
            expect(8, "is there already", disk("create", "n2"));
            expect(0, "before machine 42: done", disk("migrate", "n1", "n2", "--live", "before"));
            expect(0, "after machine 42: done", disk("migrate", "n1", "n2", "--live", "after"));
            expect(0, "migrate machine 42: done", disk("migrate", "n2", "n1"));
            expect(0, "stop machine 42: done", disk("stop", "n1"));
            expect(0, "resume machine 42: done", disk("resume", "n2"));
            assertEquals(ALL, types("n1"));
            String size = copied ? "24MiB" : "32MiB";
            expect(0, "resize machine 42: done", disk("resize", "n2", "0", size));
            snapshots("n2");
            expect(0, "save machine 42: done", disk("save", "n2", "0", "saved"));
            assertEquals("ext4", hosts.typeOfImage(first, "saved"));
            assertEquals(copied ? 24L << 20 : 32L << 20, hosts.sizeOfImage(first, "saved"));
            expect(0, "shutdown machine 42: done", disk("shutdown", "n2"));
            assertEquals(NONE, types("n2"));
            assertEquals("ext4", hosts.typeOfImage(first, "web"));
            assertEquals(copied ? 24L << 20 : 32L << 20, hosts.sizeOfImage(first, "web"));
        }
        expect(0, "can be registered from", first.attempt("image", "export", "web"));
        expect(0, "no orphans", first.attempt("datastore", "orphans", "fast"));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "for test-cluster/long drivers")
    @DisplayName("4.2: a front-end that is stopped, or dies, calls nothing beside the next one")
    void oneNodeIsTheFrontEnd() {
        WrittenFences fences = hosts.fences();
        AgentNode other = cluster.agent(2);
        tick(first, "a", 600);
        cluster.await("the first calls", LIMIT, () -> fences.holders() == 1);
        first.signal("STOP");
        tick(other, "b", 20);
        cluster.await("the second calls", LIMIT, () -> fences.holders() == 2);
        first.signal("CONT");
        cluster.await(
                "the killed call is known",
                LIMIT,
                () -> first.attempt("call", "list").output().contains("killed"));
        awaitNoJobs(first);
        awaitNoJobs(other);
        assertEquals(0, fences.late(), () -> fences.numbers().toString());

        tick(first, "c", 600);
        cluster.await("the first calls again", LIMIT, () -> fences.holders() == 3);
        first.kill();
        tick(other, "d", 20);
        cluster.await("the second calls again", LIMIT, () -> fences.holders() == 4);
        first.start();
        cluster.awaitWell();
        awaitNoJobs(first);
        awaitNoJobs(other);

        assertEquals(0, fences.late(), () -> fences.numbers().toString());
        String images = other.attempt("image", "list").output();
        assertEquals(2, images.lines().filter(line -> line.contains(" broken ")).count(), images);
        assertEquals(2, images.lines().filter(line -> line.contains(" ready ")).count(), images);
    }

    private static void tick(AgentNode node, String image, int numbers) {
        expect(
                0,
                "accepted",
                node.attempt(
                        "image",
                        "create",
                        image,
                        "--datastore",
                        "ticks",
                        "--size",
                        numbers + "MiB",
                        "--no-wait"));
    }

    private void awaitNoJobs(AgentNode node) {
        cluster.await(
                "no job that runs",
                LIMIT,
                () -> node.attempt("job", "list", "--open").output().contains("no jobs"));
    }

    /** One is taken, the disk brought back to it and the image written from it. */
    private void snapshots(String host) {
        expect(0, "snapshot create machine 42: done", snapshot("create", host, "1"));
        expect(8, "which must be a new one", snapshot("create", host, "1"));
        expect(0, "snapshot revert machine 42: done", snapshot("revert", host, "1"));
        assertEquals(ALL, types(host));
        expect(0, "save machine 42: done", disk("save", host, "0", "saved", "--snapshot", "1"));
        assertEquals("ext4", hosts.typeOfImage(first, "saved"));
        expect(0, "snapshot delete machine 42: done", snapshot("delete", host, "1"));
        expect(8, "which must be there", snapshot("revert", host, "1"));
    }

    private Outcome snapshot(String verb, String host, String number) {
        return first.attempt(
                "disk", "snapshot", verb, hosts.machine().toString(), host, "0", number);
    }

    private static Outcome image(AgentNode node, String verb, String name, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "image";
        all[1] = verb;
        all[2] = name;
        System.arraycopy(more, 0, all, 3, more.length);
        if (!verb.equals("create")) {
            return node.attempt(all);
        }
        List<String> made = new ArrayList<>(List.of(all));
        made.addAll(List.of("--datastore", "fast", "--size", "16MiB"));
        return node.attempt(made.toArray(String[]::new));
    }
}
