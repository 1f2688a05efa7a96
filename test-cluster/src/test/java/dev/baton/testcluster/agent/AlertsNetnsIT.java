package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.prometheus.PrometheusServer;

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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Monitoring, section 6.3: a real Prometheus with the rules as they are shipped, three real agents,
 * and the fault that each alert is for. Each fires within its bound and is over afterwards.
 *
 * <p>Not here, because no fault of an hour causes them: NodeDisabledTooLong (a day), CertExpiry,
 * ClockSkew, DrillFailed, DrillOverdue, TwoLeaders and VersionsDiffer have cases for promtool;
 * PublicIpHeldTwice is in {@link PrometheusNetnsIT}, in every build.
 */
@NeedsNamespaces
@EnabledIfSystemProperty(named = "baton.long", matches = "true")
@Timeout(value = 75, unit = TimeUnit.MINUTES)
class AlertsNetnsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration CALM =
            Duration.ofSeconds(Integer.getInteger("baton.alerts.calm", 60));

    /** Half an hour is what the slowest of the rules looks back. */
    private static final Duration QUIET = Duration.ofMinutes(35);

    private static final int MONITOR_INTERVAL = 2;
    private static final int EVENT_LIMIT = 60;
    private static final Path EVIDENCE = Path.of("target", "evidence", "alerts.md");

    private AgentCluster cluster;
    private AgentNode first;
    private AgentNode second;
    private AgentNode third;
    private PrometheusServer prometheus;
    private AlertLedger ledger;
    private Path frozen;
    private final List<NamespaceProcess> loops = new ArrayList<>();

    @BeforeEach
    void start() {
        cluster = AgentCluster.of(3);
        first = cluster.agent(0);
        second = cluster.agent(1);
        third = cluster.agent(2);
        for (AgentNode agent : cluster.agents()) {
            agent.append("etc/baton.conf", PrometheusServer.SETTINGS.toArray(String[]::new));
            agent.tune("MonitorInterval", MONITOR_INTERVAL);
            agent.tune("EventScriptTimeout", EVENT_LIMIT);
        }
        frozen = second.base().resolve("frozen");
        ShellCommand.run(
                "sh",
                "-c",
                "truncate -s 16M $0.image && mkfs.ext4 -q $0.image && mkdir $0"
                        + " && mount -o loop $0.image $0",
                frozen.toString());
        cluster.start();
        prometheus = cluster.scrape(0);
        ledger = new AlertLedger(cluster, prometheus);
        cluster.await(
                "all agents are scraped", LIMIT, () -> prometheus.query("up == 1").size() == 3);
    }

    @AfterEach
    void close() {
        loops.forEach(NamespaceProcess::kill);
        ShellCommand.run("sh", "-c", "fsfreeze -u $0; umount -l $0; true", frozen.toString());
        prometheus.close();
        cluster.close();
    }

    @Test
    @DisplayName("6.3: every alert that a fault can cause fires within its bound, and is over")
    void everyAlertFiresAndIsOver() throws IOException {
        try {
            nothingFiresInACalmHour();
            slowThings();
            sickScripts();
            changesByOperators();
            nobodyServes();
            viewsAndPauses();
            deaths();
            ledger.awaitQuiet(QUIET);
        } finally {
            List<String> table = ledger.table();
            Files.createDirectories(EVIDENCE.getParent());
            Files.write(EVIDENCE, table);
            table.forEach(System.out::println);
        }
        assertEquals(List.of(), ledger.late());
        assertEquals(Map.of(), ledger.uncalled(), "alerts of no fault");
        assertEquals(Set.of(), prometheus.firing());
    }

    /** Planned moves included. */
    private void nothingFiresInACalmHour() {
        String ip = cluster.addresses().getFirst();
        long end = System.nanoTime() + CALM.toNanos();
        while (System.nanoTime() - end < 0) {
            move(ip, cluster.other(cluster.holder(ip)));
            cluster.pause(CALM.dividedBy(5));
            assertEquals(Set.of(), prometheus.firing(), "planned moves are no trouble");
        }
    }

    private void move(String ip, AgentNode to) {
        to.command("ip", "move", ip, to.name());
        cluster.await("the move", LIMIT, () -> cluster.servedCount() == 4 && to == holder(ip));
    }

    private AgentNode holder(String ip) {
        return cluster.holder(ip);
    }

    /** What takes long, until the rule sees that it does. */
    private void slowThings() {
        first.script("60.slow", "#!/bin/sh\n[ \"$1\" != monitor ] || sleep 45\n");
        ledger.expect("MonitorStale", "a monitor of 45 s every 2 s", seconds(45 + 30));
        ledger.expect("MonitorNearBudget", "a monitor of 45 s of 60", seconds(600 + 2 * 47));
        for (int i = 0; i < 3; i++) {
            loops.add(
                    second.background(
                            "lock." + i + ".log",
                            List.of(
                                    "sh",
                                    "-c",
                                    "i=0; while [ $i -lt 120 ]; do "
                                            + String.join(
                                                    " ",
                                                    second.baton(
                                                            "lock", "run", "quota", "--scope",
                                                            "cluster", "--", "sleep", "8"))
                                            + "; i=$((i + 1)); done")));
        }
        ledger.expect("LockWaitLong", "three that want one section for 8 s", seconds(300 + 40));

        second.script("61.slow", "#!/bin/sh\n[ \"$1\" != takeip ] || sleep 3\n");
        ledger.expect("TakeoverSlow", "takeip of 3 s", seconds(8));
        String ip = cluster.addresses().getFirst();
        if (holder(ip) == second) {
            move(ip, third);
        }
        move(ip, second);
        ledger.awaitFired("TakeoverSlow", "MonitorStale");
        second.remove("61.slow");

        String addresses = second.text("etc/public_addresses");
        second.append("etc/public_addresses", "not an address");
        second.attempt("ip", "reload");
        ledger.expect("ConfigReloadFailed", "a line in public_addresses", AT_ONCE);
        ledger.awaitFired("ConfigReloadFailed");
        second.write("etc/public_addresses", addresses.strip());
        second.command("ip", "reload");
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    private void sickScripts() {
        third.script("62.sick", "#!/bin/sh\n[ \"$1\" != monitor ] || { echo sick; exit 1; }\n");
        ledger.expect("NodeUnhealthy", "a monitor that fails", seconds(120 + 10));
        ledger.expect("ScriptFailing", "a monitor that fails", seconds(120 + 10));
        second.script(
                "63.hung",
                "#!/bin/sh\n[ \"$1\" != monitor ] || echo here >%s/mark\n".formatted(frozen));
        ShellCommand.run("fsfreeze", "-f", frozen.toString());
        ledger.expect(
                "ScriptTimedOut", "a monitor on a frozen file system", seconds(EVENT_LIMIT + 5));
        ledger.expect(
                "ScriptHung", "a monitor on a frozen file system", seconds(EVENT_LIMIT + 5 + 60));
        ledger.awaitFired("NodeUnhealthy", "ScriptFailing", "ScriptTimedOut", "ScriptHung");
        ShellCommand.run("fsfreeze", "-u", frozen.toString());
        second.remove("63.hung");
        third.remove("62.sick");
        cluster.awaitWell(LIMIT);
    }

    private void changesByOperators() {
        third.command("node", "ban", third.name(), "600");
        ledger.expect("NodeBanned", "an operator", AT_ONCE);
        ledger.awaitFired("NodeBanned");
        third.command("node", "unban", third.name());
        cluster.awaitWell(LIMIT);

        ledger.expect("NodeFlapping", "a node disabled four times", seconds(60));
        for (int i = 0; i < 4; i++) {
            third.command("node", "disable", third.name());
            cluster.await("disabled", LIMIT, () -> first.sees(third, "disabled"));
            third.command("node", "enable", third.name());
            cluster.awaitWell(LIMIT);
        }
        ledger.awaitFired("NodeFlapping");

        ledger.expect("TooManyMoves", "twenty moves", seconds(60 + 60));
        String ip = cluster.addresses().getFirst();
        for (int i = 0; i < 20; i++) {
            move(ip, cluster.other(cluster.holder(ip)));
        }
        ledger.awaitFired("TooManyMoves");
    }

    private void nobodyServes() {
        for (AgentNode agent : cluster.agents()) {
            agent.command("node", "disable", agent.name());
        }
        ledger.expect("NoServableNode", "all nodes disabled", seconds(30));
        ledger.awaitFired("NoServableNode");
        for (AgentNode agent : cluster.agents()) {
            agent.script("05.slow", "#!/bin/sh\n[ \"$1\" != takeip ] || sleep 50\n");
        }
        cluster.agents().forEach(agent -> agent.command("node", "enable", agent.name()));
        ledger.expect("PublicIpUnhosted", "takeip begins with a script of 50 s", seconds(30));
        ledger.awaitFired("PublicIpUnhosted");
        cluster.agents().forEach(agent -> agent.remove("05.slow"));
        cluster.awaitWell(Duration.ofMinutes(2));

        for (AgentNode agent : cluster.agents()) {
            agent.script("64.fails", "#!/bin/sh\n[ \"$1\" != takeip ] || exit 1\n");
        }
        third.command("node", "disable", third.name());
        ledger.expect("TakeoverFailing", "takeip fails on each node", seconds(60));
        ledger.awaitFired("TakeoverFailing");
        cluster.agents().forEach(agent -> agent.remove("64.fails"));
        third.command("node", "enable", third.name());
        for (AgentNode agent : cluster.agents()) {
            agent.attempt("node", "unban", agent.name());
        }
        cluster.awaitWell(Duration.ofMinutes(2));
    }

    private void viewsAndPauses() {
        PrivateWays ways = new PrivateWays(cluster.namespaces());
        ways.cut(1, 2);
        ways.cut(2, 1);
        ledger.expect("ViewsDisagree", "two nodes do not hear each other", seconds(60 + 10));
        ledger.expect("NodeDown", "two nodes do not hear each other", seconds(60 + 10));
        ledger.awaitFired("ViewsDisagree", "NodeDown");
        ways.heal();
        cluster.awaitWell(LIMIT);

        try (NodeFreeze freeze = NodeFreeze.bySignals(second)) {
            freeze.freeze();
            cluster.pause(Duration.ofSeconds(8));
            freeze.thaw();
        }
        ledger.expect("AgentStalled", "every process of a node stopped for 8 s", AT_ONCE);
        ledger.expect("LeaseExpired", "every process of a node stopped for 8 s", AT_ONCE);
        ledger.expect("LeaseMarginLow", "every process of a node stopped for 8 s", seconds(60));
        ledger.awaitFired("AgentStalled", "LeaseExpired", "LeaseMarginLow");
        cluster.awaitWell(LIMIT);
    }

    private void deaths() {
        String settings = second.text("etc/baton.conf");
        stop(second);
        second.append("etc/baton.conf", "[lease]", "promise = 4800ms");
        second.start();
        String odd = "one node has other times, so that the others refuse it";
        ledger.expect("ConfigDiffers", odd, seconds(120 + 5));
        ledger.expect("NoMajority", odd, seconds(15 + 10));
        ledger.awaitFired("NoMajority", "ConfigDiffers");
        ledger.awaitFired("LockWaitLong", "MonitorNearBudget");
        loops.forEach(NamespaceProcess::kill);
        first.remove("60.slow");

        second.kill();
        third.kill();
        String dead = "two of three agents killed";
        ledger.expect("NoLeader", dead, seconds(15 + 10));
        ledger.expect("AgentNotScraped", dead, seconds(300));
        ledger.awaitFired("NoLeader");
        first.kill();
        ledger.expect("TelemetryAbsent", "all agents killed", seconds(120));
        ledger.awaitFired("TelemetryAbsent", "AgentNotScraped");

        second.write("etc/baton.conf", settings.strip());
        cluster.agents().forEach(AgentNode::start);
        cluster.awaitWell(LIMIT);
    }

    private static void stop(AgentNode agent) {
        agent.signal("TERM");
        agent.awaitEnd();
    }
}
