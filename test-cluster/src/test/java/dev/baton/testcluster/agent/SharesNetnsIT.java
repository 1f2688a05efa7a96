package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Shares of real agents: a client of one node has snapshots of another node's share taken. */
@NeedsNamespaces
@BesideOthers
@Timeout(240)
class SharesNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CLIENT = Path.of("peers/lsm_client.py").toAbsolutePath();
    private static final int RUNS = 7;
    private static final String ALL = "{\"search_key\": null, \"search_value\": null}";

    /** Made for tests that run, not with the instances of those that are skipped. */
    private AgentCluster cluster;

    private AgentNode asked;
    private AgentNode owner;
    private Path homes;

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(2);
        asked = cluster.agent(0);
        owner = cluster.agent(1);
        homes = owner.base().resolve("homes");
        owner.write("homes/letter", "dear customer");
        for (AgentNode node : cluster.agents()) {
            Path custom = node.base().resolve("custom");
            program(
                    node,
                    "snap",
                    "for a; do case $a in --target=*) t=${a#*=} ;; --snapshot=*) s=${a#*=} ;; esac;"
                            + " done",
                    "cd " + node.base() + "/taken",
                    "if [ \"$1\" = take ]; then [ ! -e \"$s\" ] && cp -a \"$t\" \"$s\";"
                            + " else rm -r \"$s\"; fi");
            program(node, "schedule-presnap.sh", "[ ! -e " + custom + "/idle ] || exit 75");
            program(node, "schedule-postsnap.sh", "true");
            ShellCommand.run("mkdir", node.base().resolve("taken").toString());
            node.append(
                    "etc/baton.conf",
                    "[storage]",
                    "hook directory = " + custom,
                    "[schedule homes]",
                    "targets = n1:" + homes,
                    "snapshot call = " + custom.resolve("snap"),
                    "keep = 1",
                    "[lsm]",
                    "serve plugins = yes",
                    "socket directory = " + node.base().resolve("ipc"));
        }
        cluster.start();
    }

    private static void program(AgentNode node, String name, String... lines) {
        List<String> all = new ArrayList<>(List.of("#!/bin/sh"));
        all.addAll(List.of(lines));
        node.write("custom/" + name, all.toArray(String[]::new));
        ShellCommand.run("chmod", "755", node.base().resolve("custom/" + name).toString());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static Outcome client(AgentNode node, String... words) {
        List<String> command = new ArrayList<>(List.of(CLIENT.toString()));
        command.addAll(List.of("-d", node.base().resolve("ipc").toString(), "-u", "cluster://"));
        command.addAll(List.of(words));
        return ShellCommand.attempt(LIMIT, command);
    }

    private static JsonNode call(AgentNode node, String method, String given) {
        Outcome answered = client(node, "call", method, given);
        assertEquals(0, answered.status(), () -> method + ": " + answered.output());
        try {
            return new ObjectMapper().readTree(answered.output());
        } catch (IOException garbage) {
            throw new UncheckedIOException(answered.output(), garbage);
        }
    }

    private Outcome over(String job) {
        List<Outcome> told = new ArrayList<>();
        cluster.await(
                "job " + job + " is over",
                LIMIT,
                () ->
                        told.add(client(asked, "job-status", job))
                                && told.getLast().status() != RUNS);
        return told.getLast();
    }

    private JsonNode share() {
        List<JsonNode> found = new ArrayList<>();
        cluster.await(
                "the share of the other node is seen",
                LIMIT,
                () -> {
                    JsonNode all = call(asked, "fs", ALL);
                    all.forEach(found::add);
                    return !all.isEmpty();
                });
        return found.getLast();
    }

    private static String taking(JsonNode share, String name) {
        return "{\"fs\": %s, \"snapshot_name\": \"%s\"}".formatted(share, name);
    }

    private List<String> taken() {
        try (Stream<Path> all = Files.list(owner.base().resolve("taken"))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    @DisplayName("5.7: fs_snapshot_create, _snapshots and _delete of another node's share")
    void snapshotsOfAShareOfAnotherNode() {
        JsonNode share = share();
        assertEquals(homes.toString(), share.path("name").asText());
        assertTrue(share.path("total_space").asLong() > 0, share.toString());

        JsonNode begun = call(asked, "fs_snapshot_create", taking(share, "monday"));
        Outcome done = over(begun.path(0).asText());
        assertTrue(done.output().startsWith("[2, 100"), done.output());
        assertTrue(done.output().contains("\"name\": \"monday\""), done.output());
        assertEquals("dear customer", owner.text("taken/homes-monday/letter").strip());
        Outcome again = client(asked, "call", "fs_snapshot_create", taking(share, "monday"));
        assertTrue(again.output().contains("(50)"), again.output());

        for (int i = 0; i < 2; i++) {
            Outcome round = asked.attempt("snapshot", "run", "homes", "--wait", "60s");
            assertEquals(0, round.status(), round.output());
        }
        cluster.await("of two rounds by time one is kept", LIMIT, () -> taken().size() == 2);
        assertTrue(taken().contains("homes-monday"), "a named one is kept");

        JsonNode listed = call(asked, "fs_snapshots", "{\"fs\": %s}".formatted(share));
        assertEquals(2, listed.size(), listed.toString());
        JsonNode monday = listed.path(0);
        assertEquals("monday", monday.path("name").asText());
        JsonNode removal =
                call(
                        asked,
                        "fs_snapshot_delete",
                        "{\"fs\": %s, \"snapshot\": %s}".formatted(share, monday));
        Outcome gone = over(removal.asText());
        assertTrue(gone.output().startsWith("[2, 100, null"), gone.output());
        assertFalse(taken().contains("homes-monday"), taken()::toString);
        assertEquals(1, call(asked, "fs_snapshots", "{\"fs\": %s}".formatted(share)).size());
    }

    @Test
    @DisplayName("2.6: a skipped round has made nothing; wrong targets and names are told")
    void whatIsNotTaken() {
        owner.write("custom/idle", "");
        JsonNode share = share();
        JsonNode begun = call(asked, "fs_snapshot_create", taking(share, "monday"));
        Outcome skipped = over(begun.path(0).asText());
        assertTrue(skipped.output().contains("(125)"), skipped.output());
        assertEquals(List.of(), taken());

        Outcome target = owner.attempt("snapshot", "run", "homes", "--only", "n1:/nowhere");
        assertEquals(4, target.status(), target.output());
        assertTrue(target.output().contains("it has: n1:" + homes), target.output());
        Outcome name = owner.attempt("snapshot", "run", "homes", "--name", "a b");
        assertEquals(2, name.status(), name.output());
        Outcome unknown = owner.attempt("snapshot", "remove", "homes", "homes-never");
        assertTrue(unknown.output().contains("no snapshot \"homes-never\""), unknown.output());
        Outcome plan = owner.attempt("snapshot", "run", "homes", "--name", "x", "--plan");
        assertTrue(plan.output().contains("--snapshot=homes-x"), plan.output());
    }
}
