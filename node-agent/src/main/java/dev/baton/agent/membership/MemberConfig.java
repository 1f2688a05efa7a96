package dev.baton.agent.membership;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.IcmpFailureDetectorConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a member of Hazelcast is set up: private, small, quiet, and quick to see a death.
 *
 * <p>Source: measured, see ADRs; a deadline detector with pings notices a dead link within 2.5 s.
 */
final class MemberConfig {

    /** Under which attribute a member says which node it is. */
    static final String PNN = "pnn";

    private MemberConfig() {}

    static Config of(MembershipSettings settings) {
        Config config = new Config();
        config.setClusterName("baton-" + settings.cluster());
        config.getMemberAttributeConfig().setAttribute(PNN, settings.self().toString());
        properties(settings).forEach(config::setProperty);
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
        network(config.getAdvancedNetworkConfig(), settings);
        for (RecordKind kind : RecordKind.values()) {
            config.addMapConfig(map(kind));
        }
        return config;
    }

    private static Map<String, String> properties(MembershipSettings settings) {
        Map<String, String> all = new TreeMap<>(detection());
        all.putAll(sizes());
        all.put("hazelcast.prefer.ipv4.stack", String.valueOf(!settings.address().isIpv6()));
        all.put("hazelcast.local.localAddress", settings.address().toString());
        all.put("hazelcast.socket.bind.any", "false");
        all.put("hazelcast.socket.server.bind.any", "false");
        all.put("hazelcast.socket.client.bind.any", "false");
        all.put("hazelcast.phone.home.enabled", "false");
        all.put("hazelcast.shutdownhook.enabled", "false");
        all.put("hazelcast.logging.type", "slf4j");
        return all;
    }

    private static Map<String, String> detection() {
        return Map.of(
                "hazelcast.heartbeat.interval.seconds", "1",
                "hazelcast.max.no.heartbeat.seconds", "5",
                "hazelcast.connection.monitor.interval", "100",
                "hazelcast.connection.monitor.max.faults", "2",
                "hazelcast.merge.first.run.delay.seconds", "5",
                "hazelcast.merge.next.run.delay.seconds", "3",
                "hazelcast.wait.seconds.before.join", "0",
                "hazelcast.operation.call.timeout.millis", "3000",
                "hazelcast.graceful.shutdown.max.wait", "3");
    }

    private static Map<String, String> sizes() {
        return Map.of(
                "hazelcast.partition.count", "31",
                "hazelcast.operation.thread.count", "2",
                "hazelcast.operation.generic.thread.count", "2",
                "hazelcast.operation.priority.generic.thread.count", "1",
                "hazelcast.operation.response.thread.count", "1",
                "hazelcast.io.thread.count", "1",
                "hazelcast.io.balancer.interval.seconds", "0",
                "hazelcast.event.thread.count", "1",
                "hazelcast.slow.operation.detector.enabled", "false");
    }

    /** Java serialization carries nothing of ours, so that nothing foreign is read. */
    private static JavaSerializationFilterConfig filter() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.setDefaultsDisabled(true);
        filter.getWhitelist().addPrefixes("com.hazelcast.", "java.lang.", "java.util.", "[");
        return filter;
    }

    /** Members only: a client or a REST caller is not answered. */
    private static void network(AdvancedNetworkConfig network, MembershipSettings settings) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
        endpoint.setPort(settings.port()).setPortAutoIncrement(false).setReuseAddress(true);
        network.setEnabled(true).setMemberEndpointConfig(endpoint);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(1)
                .setMembers(settings.memberAddresses());
        network.setIcmpFailureDetectorConfig(
                new IcmpFailureDetectorConfig()
                        .setEnabled(settings.pings())
                        .setParallelMode(true)
                        .setFailFastOnStartup(false)
                        .setTimeoutMilliseconds(1000)
                        .setIntervalMilliseconds(1000)
                        .setMaxAttempts(2));
    }

    /**
     * Backups are not waited for: a write waits seconds for one while a peer is dying. The writer
     * writes again whenever a member comes or goes.
     */
    private static MapConfig map(RecordKind kind) {
        MapConfig map = new MapConfig(kind.mapName());
        map.setBackupCount(0)
                .setAsyncBackupCount(2)
                .setStatisticsEnabled(false)
                .setPerEntryStatsEnabled(false)
                .setMergePolicyConfig(
                        new MergePolicyConfig().setPolicy(NewerRecordMergePolicy.class.getName()));
        map.setEvictionConfig(
                new EvictionConfig()
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
                        .setSize(kind.entries()));
        return map;
    }
}
