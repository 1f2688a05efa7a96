package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.BesideOthers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A node that cannot take addresses harms nobody else (CTDB events contract, section 11). */
@NeedsNamespaces
@BesideOthers
class BanNetnsIT {
    private static final int BAN_SECONDS = 5;

    private final AgentCluster cluster = AgentCluster.of(3);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("Ban credits: takeip always fails on one node")
    void aNodeWhoseTakeipAlwaysFailsIsBannedForThePeriodAndTheOthersServe() {
        AgentNode broken = cluster.agent(1);
        AgentNode witness = cluster.agent(0);
        broken.script(
                "50.broken",
                """
                #!/bin/sh
                [ "$1" != takeip ] || { echo "broken on purpose"; exit 1; }
                """);
        cluster.agents().forEach(agent -> agent.tune("RecoveryBanPeriod", BAN_SECONDS));
        cluster.agents().forEach(AgentNode::start);

        cluster.await(
                broken.name() + " banned",
                Duration.ofSeconds(40),
                () -> witness.sees(broken, "banned"));
        cluster.await(
                "all served by the others",
                Duration.ofSeconds(10),
                () -> cluster.servedWithout(broken));
        cluster.await(
                broken.name() + " unbanned",
                Duration.ofSeconds(BAN_SECONDS + 20),
                () -> !witness.sees(broken, "banned"));

        cluster.await(
                "the ban in the history every node shows",
                Duration.ofSeconds(20),
                () -> historyOf(broken, witness).contains("banned"));
        broken.kill();
        cluster.await(
                "the history of a dead node, once Hazelcast has given it up",
                Duration.ofSeconds(30),
                () -> historyOf(broken, witness).contains("banned"));
    }

    private static String historyOf(AgentNode node, AgentNode witness) {
        return witness.command("history", "--node", node.name());
    }
}
