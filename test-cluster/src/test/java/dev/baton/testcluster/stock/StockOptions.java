package dev.baton.testcluster.stock;

import dev.baton.testcluster.netns.Network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which of CTDB's scripts the nodes run, and with which options. */
final class StockOptions {
    /** Enabled by the package itself, in the order of running. */
    private static final List<String> USUAL =
            List.of("00.ctdb", "01.reclock", "05.system", "10.interface");

    private static final List<String> MORE =
            List.of("11.natgw", "11.routing", "13.per_ip_routing", "40.vsftpd", "91.lvs");

    /** All that run. */
    static final List<String> ALL = Stream.concat(USUAL.stream(), MORE.stream()).toList();

    /** The address that LVS spreads over the nodes. */
    static final String BALANCED = Network.PUBLIC_1.ipv4(240);

    /** Where {@code 11.routing} has a route to. */
    static final String STATIC_NETWORK = "203.0.113.0/24";

    private static final String RECORDED = "/run/ipvsadm.calls";

    private final StockCluster cluster;
    private final boolean kernelBalances = MachineCondition.hasIpVirtualServer();

    StockOptions(StockCluster cluster) {
        this.cluster = cluster;
    }

    /** Writes all options and enables the scripts, with the command an administrator uses. */
    void enableAll() {
        Path recorder = recorder();
        for (StockNode node : cluster.nodes()) {
            options(node);
            if (!kernelBalances) {
                node.shell("mount --bind " + recorder + " /usr/sbin/ipvsadm");
            }
            MORE.forEach(script -> node.ctdb("event script enable legacy " + script));
        }
    }

    private void options(StockNode node) {
        String gateway = cluster.client(Network.PUBLIC_1);
        node.write("/etc/ctdb/natgw_nodes", firstOnlyFollows());
        node.write(
                "/etc/ctdb/events/legacy/11.natgw.options",
                "CTDB_NATGW_NODES=/etc/ctdb/natgw_nodes",
                "CTDB_NATGW_PRIVATE_NETWORK=" + Network.PRIVATE.ipv4(0) + "/24",
                "CTDB_NATGW_PUBLIC_IP=" + gatewayAddress() + "/24",
                "CTDB_NATGW_PUBLIC_IFACE=" + Network.PUBLIC_1.interfaceName(),
                "CTDB_NATGW_DEFAULT_GATEWAY=" + gateway);
        node.write(
                "/etc/ctdb/static-routes",
                "%s %s %s".formatted(Network.PUBLIC_1.interfaceName(), STATIC_NETWORK, gateway));
        node.write(
                "/etc/ctdb/policy_routing",
                StockCluster.FIRST + " " + Network.PUBLIC_1.ipv4(0) + "/24",
                StockCluster.FIRST + " 0.0.0.0/0 " + gateway,
                StockCluster.SECOND + " " + Network.PUBLIC_1.ipv4(0) + "/24",
                StockCluster.SECOND + " 0.0.0.0/0 " + gateway,
                StockCluster.THIRD + " " + Network.PUBLIC_2.ipv4(0) + "/24",
                StockCluster.THIRD + " 0.0.0.0/0 " + cluster.client(Network.PUBLIC_2));
        node.write(
                "/etc/ctdb/events/legacy/13.per_ip_routing.options",
                "CTDB_PER_IP_ROUTING_CONF=/etc/ctdb/policy_routing",
                "CTDB_PER_IP_ROUTING_RULE_PREF=100",
                "CTDB_PER_IP_ROUTING_TABLE_ID_LOW=1000",
                "CTDB_PER_IP_ROUTING_TABLE_ID_HIGH=9000");
        node.write("/etc/ctdb/lvs_nodes", firstOnlyFollows());
        node.write(
                "/etc/ctdb/events/legacy/91.lvs.options",
                "CTDB_LVS_NODES=/etc/ctdb/lvs_nodes",
                "CTDB_LVS_PUBLIC_IP=" + BALANCED,
                "CTDB_LVS_PUBLIC_IFACE=" + Network.PUBLIC_1.interfaceName());
    }

    /** The nodes of a group; without its word the first would lead. */
    private String[] firstOnlyFollows() {
        String[] nodes = cluster.privateAddresses();
        nodes[0] += " follower-only";
        return nodes;
    }

    /** Stands for ipvsadm where the kernel has no IPVS: writes down what it is told. */
    private Path recorder() {
        Path file = cluster.namespaces().directory().resolve("ipvsadm");
        try {
            Files.writeString(file, "#!/bin/sh\necho \"$*\" >>" + RECORDED + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make executable: " + file);
        }
        return file;
    }

    /** The address that the NAT gateway's leader has beside its own. */
    String gatewayAddress() {
        return Network.PUBLIC_1.ipv4(227);
    }

    /** Which ipvsadm the nodes have. */
    String balancer() {
        return kernelBalances
                ? "the kernel's IPVS"
                : "a recording ipvsadm, because this kernel has no IPVS";
    }

    /** Whether a node was told to balance, or does. */
    boolean balances(StockNode node) {
        return kernelBalances
                ? node.shell("ipvsadm -L -n").contains(BALANCED)
                : node.text(RECORDED).lines().anyMatch(it -> it.startsWith("-A -t " + BALANCED));
    }
}
