package dev.baton.agent.view;

import dev.baton.config.ClusterLock;
import dev.baton.config.ClusterSettings;
import dev.baton.config.FailoverOptions;
import dev.baton.config.HomeNodes;
import dev.baton.config.Layout;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.node.SavedNode;
import dev.baton.orchestrator.node.SavedView;

import java.util.Optional;

/**
 * A saved view, and what its nodes' files would say.
 *
 * @param lock what commands tell of the cluster lock; nobody holds it
 */
public record LoadedView(SavedView view, HomeNodes homes, Optional<ClusterLock> lock) {

    /** The settings of one node, with the files of this agent. */
    public ClusterSettings settings(Layout layout, Pnn pnn) {
        SavedNode node = view.nodes().get(pnn);
        if (node == null) {
            throw new IllegalArgumentException("expected one of " + view.nodes().keySet());
        }
        ClusterSettings usual =
                ClusterSettings.withDefaults(
                        layout,
                        node.name(),
                        pnn,
                        view.file(),
                        PublicAddressesFile.of(node.addresses()));
        FailoverOptions failover = usual.failover();
        return new ClusterSettings(
                usual.layout(),
                usual.name(),
                usual.pnn(),
                usual.nodes(),
                usual.publicAddresses(),
                homes,
                node.tunables(),
                usual.timing(),
                usual.endpoints(),
                usual.tls(),
                lock,
                usual.votes(),
                usual.events(),
                new FailoverOptions(
                        view.failoverDisabled(),
                        failover.shutdownExtraTimeout(),
                        failover.shutdownFailoverTimeout(),
                        failover.foreignAddress(),
                        failover.failback()),
                usual.start(),
                usual.logging(),
                usual.databases(),
                usual.storage(),
                usual.telemetry());
    }
}
