package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.ProviderParity;
import dev.baton.events.contract.ganeti.SeenProviders;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The providers of all nodes beside each other.
 *
 * @param seen what each node has told; nodes that have told nothing are missing
 * @param silence why nothing is known of other nodes; empty when it is
 */
public record Parity(SortedMap<Pnn, SeenProviders> seen, String silence) {

    public Parity {
        seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    }

    /** In what they differ. */
    public List<ProviderParity.Drift> drift() {
        return ProviderParity.drift(seen);
    }
}
