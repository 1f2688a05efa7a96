package dev.baton.config.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Operator experience, section 4: going back")
class CtdbExportTest {

    private static final String BATON =
            """
            == baton.conf
            [node]
            name = n1
            [cluster]
            cluster lock = /clusterfs/lock
            nodes list = site/nodes
            public addresses file = /srv/addresses
            wire port = 4000
            [lease]
            promise = 5s
            [tls]
            key = tls/node.key
            [event]
            debug script = /etc/ctdb/hung.sh
            [failover]
            shutdown failover timeout = 1500ms
            == conf.d/50-site.conf
            [cluster]
            cluster lock = /clusterfs/other
            == site/nodes
            10.0.0.1
            == /srv/addresses
            192.0.2.10/24 eth1
            == tls/node.key
            secret
            == tunables.d/10-site.tunables
            # ours
            MonitorInterval=20
            IpEventParallelism=4
            == hung.sh +x
            #!/bin/sh
            == events/legacy/10.interface.script -> /opt/baton/10.interface.script +x
            """;

    @Test
    void whatCtdb417WouldRefuseIsToldAndLeftOut() {
        Migration migration = CtdbExport.of(TextDirectory.of(BATON), false);

        assertFalse(migration.isRefused());
        assertEquals(
                """
                ignored | /etc/ctdb/baton.conf:2 | [node] name | n1 | CTDB has no such setting
                taken | /etc/ctdb/conf.d/50-site.conf:2 | [cluster] cluster lock | /clusterfs/other |\s
                ignored | /etc/ctdb/baton.conf:7 | [cluster] wire port | 4000 | CTDB has no such setting
                ignored | /etc/ctdb/baton.conf:9 | [lease] promise | 5s | CTDB has no such setting
                ignored | /etc/ctdb/baton.conf:11 | [tls] key | tls/node.key | CTDB has no such setting
                taken | /etc/ctdb/baton.conf:13 | [event] debug script | /etc/ctdb/hung.sh |\s
                ignored | /etc/ctdb/baton.conf:15 | [failover] shutdown failover timeout | 1500ms | CTDB 4.17 refuses it (--newest writes it)
                taken | /etc/ctdb/baton.conf:5 | [cluster] nodes list | site/nodes | its content as nodes
                taken | /etc/ctdb/site/nodes | file nodes |  |\s
                taken | /etc/ctdb/baton.conf:6 | [cluster] public addresses file | /srv/addresses | its content as public_addresses
                taken | /srv/addresses | file public_addresses |  |\s
                taken | /etc/ctdb/events/legacy/10.interface.script | file events/legacy/10.interface.script |  | a link to /opt/baton/10.interface.script, which has to stay
                taken | /etc/ctdb/hung.sh | file hung.sh |  |\s
                taken | /etc/ctdb/tunables.d/10-site.tunables:2 | MonitorInterval | 20 |\s
                ignored | /etc/ctdb/tunables.d/10-site.tunables:3 | IpEventParallelism | 4 | CTDB has no such tunable

                == ctdb.conf
                # Written by baton config export from /etc/ctdb.

                [cluster]
                cluster lock = /clusterfs/other

                [event]
                debug script = hung.sh

                == events/legacy/10.interface.script -> /opt/baton/10.interface.script

                == hung.sh copied

                == nodes
                10.0.0.1

                == public_addresses
                192.0.2.10/24 eth1

                == tunables.d/10-site.tunables
                # ours
                MonitorInterval=20
                # of Baton only: IpEventParallelism=4
                """,
                TextDirectory.print(migration));
    }

    @Test
    void aCommandThatListsTheNodesStaysOneOrIsRefused() {
        String baton = "== baton.conf\n[cluster]\nnodes list = !/usr/bin/list-nodes --all\n";

        Migration newest = CtdbExport.of(TextDirectory.of(baton), true);
        Migration old = CtdbExport.of(TextDirectory.of(baton), false);

        assertFalse(newest.isRefused());
        assertTrue(
                TextDirectory.print(newest).contains("nodes list = !/usr/bin/list-nodes --all\n"));
        assertTrue(old.isRefused());
        assertTrue(
                TextDirectory.print(old)
                        .contains(
                                "CTDB 4.17 reads a file: write what the command prints to nodes"));
    }

    @Test
    void aNewerCtdbGetsItsSettingsInWholeSeconds() {
        Migration migration = CtdbExport.of(TextDirectory.of(BATON), true);

        String printed = TextDirectory.print(migration);
        assertTrue(printed.contains("\nshutdown failover timeout = 2\n"), printed);
        assertTrue(printed.contains("| 1500ms | as 2: CTDB counts whole seconds"), printed);
    }

    @Test
    void aPrivateKeyStaysWhereItIs() {
        Migration migration = CtdbExport.of(TextDirectory.of(BATON), true);

        assertTrue(migration.targets().stream().noneMatch(each -> each.path().startsWith("tls/")));
    }

    @Test
    void withoutBatonsFileCtdbsOwnIsTheSource() {
        Migration migration =
                CtdbExport.of(
                        TextDirectory.of(
                                "== ctdb.conf\n[logging]\nlocation = syslog\n== nodes\n10.0.0.1\n"),
                        false);

        assertTrue(TextDirectory.print(migration).contains("\nlocation = syslog\n"));
    }
}
