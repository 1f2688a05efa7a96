package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.Voters;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one node knows, published after every step that changed it; all reading commands and metrics
 * use it.
 *
 * @param at when it was made
 * @param leader the node that leads as this node sees it
 * @param majority whether a majority of voters answers this node
 * @param leaseEnd when the running lease that ends first does; empty when nothing is held
 * @param peers every configured node, this one included
 * @param held cluster-wide sections and storage objects this node holds, with their numbers and
 *     lease ends
 * @param lastRun the last run this node led, empty before the first
 * @param runInProgress whether this node leads a run now
 * @param tunables their values on this node now
 * @param mayLead whether an operator lets this node lead
 * @param addresses what this node may carry now
 * @param connections registered for them; immutable
 * @param voters who votes, as this node goes by
 * @param filesDiffer whether the files of this node name other nodes or votes
 */
public record NodeView(
        Moment at,
        Incarnation self,
        NodeName name,
        Runstate runstate,
        Optional<Pnn> leader,
        boolean majority,
        Optional<Moment> leaseEnd,
        SortedMap<Pnn, Peer> peers,
        SortedMap<Right, Section> held,
        Optional<RunSummary> lastRun,
        boolean runInProgress,
        Tunables tunables,
        boolean mayLead,
        PublicAddressesFile addresses,
        SortedMap<IpAddress, List<Connection>> connections,
        Voters voters,
        boolean filesDiffer) {

    public NodeView {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }

    /** The cluster-wide sections among what is held, by their names. */
    public SortedMap<String, Section> sections() {
        TreeMap<String, Section> sections = new TreeMap<>();
        held.forEach(
                (right, section) -> {
                    if (right instanceof Right.Section(String name)) {
                        sections.put(name, section);
                    }
                });
        return sections;
    }

    /**
     * One configured node.
     *
     * @param flags the node's own flags, with DISCONNECTED or DELETED added by this node
     * @param lastHeard when its last heartbeat came; {@link Moment#PAST} before the first
     * @param report its last report; kept while it is disconnected
     */
    public record Peer(int flags, Moment lastHeard, Optional<NodeReport> report) {}

    /** A cluster-wide exclusive section this node is in, or a storage object it may change. */
    public record Section(long number, Moment until) {}

    /** How a run ended. */
    public record RunSummary(RunId id, Moment ended, boolean ok, int moved, String cause) {}
}
