package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;

import java.util.SortedMap;
import java.util.function.Supplier;

/** What this node tells the others of itself: a new version whenever something in it changed. */
final class OwnReport {

    private final NodeSetup setup;
    private final LiveRules rules;
    private final Life life;
    private final Flags flags;
    private final HostedAddresses addresses;
    private final Supplier<VoterWord> vote;
    private NodeReport current;
    private SortedMap<IpAddress, AddressReport> told;
    private boolean untold;
    private long generation;

    OwnReport(
            NodeSetup setup,
            LiveRules rules,
            Life life,
            Flags flags,
            HostedAddresses addresses,
            Supplier<VoterWord> vote) {
        this.setup = setup;
        this.rules = rules;
        this.life = life;
        this.flags = flags;
        this.addresses = addresses;
        this.vote = vote;
        this.told = addresses.report();
        this.current = fresh(1);
    }

    NodeReport current() {
        return current;
    }

    void refresh() {
        if (!isCurrent()) {
            current = fresh(current.version() + 1);
            untold = true;
        }
    }

    /** What it calls the cluster as it is, while it leads it. */
    void generation(long number) {
        generation = number;
    }

    private boolean isCurrent() {
        return current.generation() == generation
                && current.runstate() == life.runstate()
                && current.flags() == flags.bits()
                && current.mayLead() == mayLead()
                && current.reason().equals(flags.reason())
                && current.failingScript().equals(flags.failingScript())
                && current.interfacesDown().equals(addresses.interfacesDown())
                && current.vote().equals(vote.get())
                && current.tunables().equals(rules.sources())
                && told.equals(addresses.report());
    }

    private boolean mayLead() {
        return rules.mayLead()
                && vote.get().mayHold()
                && !flags.inactive()
                && life.runstate() != Runstate.SHUTDOWN;
    }

    /** Whether it changed since the last heartbeat. */
    boolean isUntold() {
        return untold;
    }

    void told() {
        untold = false;
    }

    private NodeReport fresh(long version) {
        told = addresses.report();
        return new NodeReport(
                version,
                setup.name(),
                life.runstate(),
                flags.bits(),
                mayLead(),
                flags.reason(),
                flags.failingScript(),
                addresses.interfacesDown(),
                told,
                vote.get(),
                rules.sources(),
                generation);
    }
}
