package dev.baton.config;

import java.util.Optional;

/**
 * Everything an agent was told before it started; no one reads a file again.
 *
 * @param layout where files are
 * @param name what people call this node
 * @param pnn which node of {@code nodes} this is, never a deleted one
 * @param nodes the cluster
 * @param publicAddresses what this node may carry
 * @param homes homes of addresses
 * @param tunables numbers that may change at run time
 * @param timing the times the safety rule stands on; always safe
 * @param endpoints where this agent listens
 * @param tls empty is TCP without TLS
 * @param clusterLock a lock outside the cluster
 * @param votes whose votes make a lease
 * @param events how scripts are run
 * @param failover when addresses move
 * @param start the flags to start with
 * @param logging where the log goes
 * @param databases the ctdbd beside Baton that keeps databases; usually none
 * @param storage how storage call-outs are called
 * @param telemetry what watchers are told beside facts
 */
public record ClusterSettings(
        Layout layout,
        NodeName name,
        Pnn pnn,
        NodesFile nodes,
        PublicAddressesFile publicAddresses,
        HomeNodes homes,
        Tunables tunables,
        LeaseTiming timing,
        Endpoints endpoints,
        Optional<TlsFiles> tls,
        Optional<ClusterLock> clusterLock,
        VoteOptions votes,
        EventOptions events,
        FailoverOptions failover,
        StartOptions start,
        LogOptions logging,
        Optional<DatabaseDaemon> databases,
        StorageOptions storage,
        TelemetryOptions telemetry) {

    public ClusterSettings {
        if (nodes.addressOf(pnn).isEmpty()) {
            throw new IllegalArgumentException("node " + pnn + " is not in nodes: " + nodes);
        }
        if (!timing.isSafe()) {
            throw new IllegalArgumentException(timing.inequality());
        }
    }

    /** With everything not named here at its default. */
    public static ClusterSettings withDefaults(
            Layout layout,
            NodeName name,
            Pnn pnn,
            NodesFile nodes,
            PublicAddressesFile publicAddresses) {
        return new ClusterSettings(
                layout,
                name,
                pnn,
                nodes,
                publicAddresses,
                HomeNodes.NONE,
                Tunables.DEFAULT,
                LeaseTiming.DEFAULT,
                Endpoints.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                VoteOptions.DEFAULT,
                EventOptions.in(layout),
                FailoverOptions.DEFAULT,
                StartOptions.DEFAULT,
                LogOptions.DEFAULT,
                Optional.empty(),
                StorageOptions.DEFAULT,
                TelemetryOptions.DEFAULT);
    }

    /** The same with another log. */
    public ClusterSettings withLogging(LogOptions other) {
        return new ClusterSettings(
                layout,
                name,
                pnn,
                nodes,
                publicAddresses,
                homes,
                tunables,
                timing,
                endpoints,
                tls,
                clusterLock,
                votes,
                events,
                failover,
                start,
                other,
                databases,
                storage,
                telemetry);
    }

    /** The same with other ports. */
    public ClusterSettings withEndpoints(Endpoints other) {
        return new ClusterSettings(
                layout,
                name,
                pnn,
                nodes,
                publicAddresses,
                homes,
                tunables,
                timing,
                other,
                tls,
                clusterLock,
                votes,
                events,
                failover,
                start,
                logging,
                databases,
                storage,
                telemetry);
    }

    /** The same with other storage. */
    public ClusterSettings withStorage(StorageOptions other) {
        return new ClusterSettings(
                layout,
                name,
                pnn,
                nodes,
                publicAddresses,
                homes,
                tunables,
                timing,
                endpoints,
                tls,
                clusterLock,
                votes,
                events,
                failover,
                start,
                logging,
                databases,
                other,
                telemetry);
    }

    /** This node's private address. */
    public IpAddress address() {
        return nodes.addressOf(pnn).orElseThrow();
    }

    /** 64 hexadecimal digits over what must be equal on all nodes: the times of leases. */
    public String digest() {
        return SharedDigest.of(timing);
    }
}
