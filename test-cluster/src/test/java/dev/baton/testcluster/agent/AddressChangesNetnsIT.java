package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.Network;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.List;

/** CTDB command contract, section 4: addip, delip and reloadips, with real kernels. */
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class AddressChangesNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NEW = Network.PUBLIC_1.ipv4(150);
    private static final String ON = Network.PUBLIC_1.interfaceName();

    private final AgentCluster cluster = AgentCluster.of(3);

    @BeforeAll
    void start() {
        cluster.start();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @BeforeEach
    void allIsWell() {
        cluster.awaitWell();
    }

    private List<AgentNode> carriers(String address) {
        return cluster.agents().stream()
                .filter(agent -> !agent.configured(address).isEmpty())
                .toList();
    }

    private void awaitCarriers(String address, int count) {
        cluster.await(
                count + " nodes carry " + address, LIMIT, () -> carriers(address).size() == count);
    }

    @Test
    @DisplayName("addip: taken by one node; delip: taken from it by a run; both at run time")
    void anAddressComesAndGoesWhileTheClusterRuns() {
        AgentNode operator = cluster.agent(0);

        operator.command("ip", "add", NEW + "/24", ON, "--node", "all");
        awaitCarriers(NEW, 1);
        assertTrue(carriers(NEW).getFirst().configured(NEW).contains("valid_lft"));
        assertTrue(operator.text("run/public_addresses").contains(NEW + "/24 " + ON));

        operator.command("ip", "delete", NEW, "--node", "all");
        assertEquals(List.of(), carriers(NEW));
    }

    @Test
    @DisplayName("Safety rule, section 3: what a killed agent carried goes before the next one")
    void anAddedAddressIsRemovedByTheLauncherOfTheNextLife() {
        AgentNode holder = cluster.agent(1);
        holder.command("ip", "add", NEW + "/24", ON);
        awaitCarriers(NEW, 1);
        assertEquals(List.of(holder), carriers(NEW));

        holder.kill();
        assertTrue(!holder.configured(NEW).isEmpty());
        holder.start();
        cluster.awaitWell();

        assertEquals("", holder.configured(NEW));
        assertTrue(!holder.text("run/public_addresses").contains(NEW));
    }

    @Test
    @DisplayName("reloadips: files are read again, without a restart")
    void aChangedFileCountsOnceItIsReadAgain() {
        AgentNode operator = cluster.agent(2);
        String before = operator.text("etc/public_addresses");
        cluster.agents().forEach(agent -> agent.append("etc/public_addresses", NEW + "/24 " + ON));

        operator.command("ip", "reload", "--node", "all");
        awaitCarriers(NEW, 1);

        cluster.agents().forEach(agent -> agent.write("etc/public_addresses", before.strip()));
        operator.command("ip", "reload", "--node", "all");
        awaitCarriers(NEW, 0);
    }

    @Test
    @DisplayName("Failback by hand: a node that is back serves nothing until an operator says so")
    void whatIsMovedByHandWaitsForItsOperator() {
        AgentNode operator = cluster.agent(0);
        String back = cluster.agent(1).name();
        cluster.agents()
                .forEach(agent -> agent.write("etc/failback", "0.0.0.0/0 by hand", "::/0 by hand"));
        operator.command("ip", "reload", "--node", "all");
        operator.command("node", "disable", back);

        operator.command("node", "enable", back);
        assertEquals(0, served(operator, back));

        operator.command("ip", "failback", "all");
        cluster.await("it serves again", LIMIT, () -> served(operator, back) > 0);

        operator.append("etc/failback", "10.50.1.101 sometimes");
        var outcome = operator.attempt("ip", "reload");
        assertEquals(3, outcome.status());
        assertTrue(outcome.output().contains("failback:3 10.50.1.101"), outcome.output());

        cluster.agents().forEach(agent -> agent.write("etc/failback", "# all go back always"));
        operator.command("ip", "reload", "--node", "all");
    }

    private static long served(AgentNode asked, String name) {
        return asked.command("ip", "list").lines().filter(line -> line.contains(name)).count();
    }

    @Test
    @DisplayName("Bad input changes nothing: one sentence with its place")
    void aWrongFileIsRefusedWithItsLine() {
        AgentNode node = cluster.agent(0);
        String before = node.text("etc/public_addresses");
        node.append("etc/public_addresses", NEW + "/24 nosuch");

        var outcome = node.attempt("ip", "reload");
        node.write("etc/public_addresses", before.strip());

        assertEquals(3, outcome.status());
        assertTrue(outcome.output().contains("no interface \"nosuch\""), outcome.output());
        assertEquals(3, node.attempt("ip", "add", NEW + "/24", "nosuch").status());
    }
}
