package dev.baton.agent.cli;

import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.control.OperatorDesk;
import dev.baton.agent.eventd.EventAccess;
import dev.baton.agent.lsm.LsmAccess;
import dev.baton.agent.opennebula.DriverAccess;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.round.RoundAccess;
import dev.baton.config.ClusterSettings;
import dev.baton.config.FailbackRules;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.node.NodeView;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What commands read and ask.
 *
 * @param failback the failback policies in the files of this node
 * @param views the newest published view
 * @param shared what all nodes have told
 * @param events of this machine, and their scripts
 * @param storage of this node
 * @param rounds of snapshots
 * @param drivers of OpenNebula's datastores
 * @param lsm systems that plugins manage
 * @param shownSettings what files say
 * @param wall for people
 * @param nanoTime the machine's monotonic clock, the one of {@link NodeView#at}
 * @param version the line of {@code baton version}
 */
public record CliContext(
        ClusterSettings settings,
        Supplier<FailbackRules> failback,
        Supplier<NodeView> views,
        FactHistory history,
        SharedHistory shared,
        EventAccess events,
        OperatorDesk desk,
        StorageAccess storage,
        RoundAccess rounds,
        DriverAccess drivers,
        LsmAccess lsm,
        ShownSettings shownSettings,
        Clock wall,
        LongSupplier nanoTime,
        String version) {

    Duration age(Moment moment) {
        return new Moment(nanoTime.getAsLong()).since(moment);
    }

    Instant wallOf(Moment moment) {
        return wall.instant().minus(age(moment));
    }
}
