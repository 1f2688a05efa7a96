package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Storage operations, section 2: a hold hook that locks a table of PostgreSQL, data on btrfs on a
 * loop image, a client that writes all the time, and the snapshot started as a database of its own.
 */
@NeedsNamespaces
@EnabledIf(
        value = "canBeTried",
        disabledReason = "NEEDS ROOT, LOOP DEVICES, BTRFS AND POSTGRESQL: test-cluster/long rounds")
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "ONLY IN LONG RUNS: test-cluster/long rounds")
class DatabaseRoundNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path SERVER = Path.of("/usr/lib/postgresql/15/bin");

    private final AgentCluster cluster = AgentCluster.of(1);
    private final AgentNode node = cluster.agent(0);
    private final Path base = node.base();
    private final Path data = base.resolve("data");

    /** A transaction of the client: when it was begun and acknowledged, microseconds since 1970. */
    private record Written(int id, long begun, long acknowledged) {}

    static boolean canBeTried() {
        return Files.isExecutable(SERVER.resolve("initdb"))
                && Files.isExecutable(Path.of("/usr/bin/btrfs"))
                && ShellCommand.attempt(LIMIT, List.of("id", "-u")).output().strip().equals("0")
                && ShellCommand.attempt(LIMIT, List.of("losetup", "-f")).status() == 0;
    }

    @AfterEach
    void close() {
        for (String server : List.of("copy", "pg")) {
            Path pid = data.resolve(server).resolve("postmaster.pid");
            if (Files.exists(pid)) {
                shell(
                        "pg=$(head -1 %s); kill -QUIT $pg; timeout 5 tail --pid=$pg -f /dev/null"
                                .formatted(pid));
            }
        }
        shell("umount " + data + " || umount -l " + data);
        cluster.close();
    }

    private static Outcome shell(String line) {
        return ShellCommand.attempt(LIMIT, List.of("sh", "-c", line));
    }

    private static void must(String line) {
        Outcome outcome = shell(line);
        assertEquals(0, outcome.status(), line + "\n" + outcome.output());
    }

    private void script(String file, String... lines) {
        node.write(file, lines);
        must("chmod 755 " + base.resolve(file));
    }

    private void database() {
        must(
                "truncate -s 600M %1$s/image && mkfs.btrfs -q %1$s/image && mkdir -p %2$s"
                                .formatted(base, data)
                        + " && mount -o loop %s/image %s".formatted(base, data));
        must("d=%s; while [ $d != / ]; do chmod o+x $d; d=$(dirname $d); done".formatted(data));
        must(
                "btrfs -q subvolume create %s/pg || btrfs subvolume create %s/pg"
                        .formatted(data, data));
        must("chown postgres %1$s %1$s/pg && chmod 700 %1$s/pg".formatted(data));
        must("runuser -u postgres -- %s/initdb -A trust -D %s/pg".formatted(SERVER, data));
        serve("pg");
        sql("pg", "CREATE TABLE ledger (id int PRIMARY KEY)");
    }

    /** Its socket is in its own directory; it hears of no network. */
    private void serve(String server) {
        must(
                ("runuser -u postgres -- %s/pg_ctl -w -D %s/%s -l %s/%s.log -o \"-c"
                     + " listen_addresses='' -k %s/%s\" start </dev/null >/dev/null 2>&1")
                        .formatted(SERVER, data, server, data, server, data, server));
    }

    private String sql(String server, String statement) {
        Outcome outcome =
                shell(
                        "psql -X -q -A -t -h %s/%s -U postgres postgres -c \"%s\""
                                .formatted(data, server, statement));
        assertEquals(0, outcome.status(), outcome.output());
        return outcome.output();
    }

    private NamespaceProcess client() {
        script(
                "client",
                "#!/bin/bash",
                "coproc DB { exec psql -X -q -A -t -h %s/pg -U postgres postgres; }"
                        .formatted(data),
                "for ((i = 1; ; i++)); do",
                "    begun=${EPOCHREALTIME/./}",
                "    echo \"INSERT INTO ledger VALUES ($i) RETURNING id;\" >&\"${DB[1]}\" || exit",
                "    read -r id <&\"${DB[0]}\" || exit",
                "    [ \"$id\" = \"$i\" ] || exit",
                "    echo \"$i $begun ${EPOCHREALTIME/./}\"",
                "done >>%s/written".formatted(base));
        return node.background("client.log", List.of(base.resolve("client").toString()));
    }

    private List<Written> written() {
        List<Written> all = new ArrayList<>();
        for (String line : node.text("written").lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                all.add(
                        new Written(
                                Integer.parseInt(words[0]),
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2])));
            }
        }
        return all;
    }

    @Test
    @Timeout(300)
    @DisplayName("The copy holds all that was acknowledged before the barrier, nothing begun after")
    void theCopyOfADatabase() {
        database();
        script(
                "custom/schedule-presnap.sh",
                "#!/bin/sh",
                "{",
                "    echo 'BEGIN; LOCK TABLE ledger IN SHARE MODE;'",
                "    echo '\\! date +%%s%%6N >%s/barrier; echo frozen'".formatted(base),
                "    cat",
                "} | exec psql -X -q -v ON_ERROR_STOP=1 -h %s/pg -U postgres postgres"
                        .formatted(data));
        script(
                "custom/snap",
                "#!/bin/sh",
                "[ \"$1\" = take ] || exit 0",
                "exec btrfs subvolume snapshot %1$s/pg %1$s/copy".formatted(data));
        node.append(
                "etc/baton.conf",
                "[storage]",
                "hook directory = " + base.resolve("custom"),
                "[schedule db]",
                "targets = n0:pg",
                "snapshot call = " + base.resolve("custom/snap"),
                "hold hook = yes");
        node.start();
        cluster.await("commands", LIMIT, () -> node.attempt("snapshot", "list").status() == 0);
        NamespaceProcess client = client();
        cluster.await("a client writes", LIMIT, () -> written().size() > 200);

        Outcome round = node.attempt("snapshot", "run", "db");

        assertEquals(0, round.status(), round.output());
        int during = written().size();
        cluster.await("the client writes on", LIMIT, () -> written().size() > during + 200);
        client.kill();
        must("rm -f %1$s/copy/postmaster.pid %1$s/copy/.s.PGSQL*".formatted(data));
        serve("copy");
        judge(Long.parseLong(node.text("barrier").strip()));
    }

    private void judge(long barrier) {
        NavigableSet<Integer> copied = new TreeSet<>();
        sql("copy", "SELECT id FROM ledger").lines().map(Integer::valueOf).forEach(copied::add);
        int before = 0;
        int after = 0;
        for (Written each : written()) {
            if (each.acknowledged() < barrier) {
                before++;
                assertTrue(copied.contains(each.id()), () -> "lost: " + each);
            }
            if (each.begun() > barrier) {
                after++;
                assertTrue(!copied.contains(each.id()), () -> "not to be there: " + each);
            }
        }
        assertTrue(before > 200 && after > 200, "%d before, %d after".formatted(before, after));
    }
}
