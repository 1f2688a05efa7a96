package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the administrator and the leader ask of an allocation. Source: CTDB ipalloc contract,
 * section 1.
 *
 * @param noTakeover no node takes an address it does not hold (tunable NoIPTakeover)
 * @param noFailback addresses are not moved to spread them (tunable NoIPFailback)
 * @param force nodes that may receive addresses although they hold some; duplicates and numbers of
 *     no node are harmless
 * @param homes the wanted node of an address; {@link Deterministic} only
 * @param staying addresses that stay on their node as long as it can host them; Baton's own
 */
public record AllocationPolicy(
        boolean noTakeover,
        boolean noFailback,
        List<Pnn> force,
        SortedMap<IpAddress, Pnn> homes,
        SortedSet<IpAddress> staying) {

    /** Both tunables off, nothing forced, no homes, nothing stays. */
    public static final AllocationPolicy DEFAULT =
            new AllocationPolicy(false, false, List.of(), new TreeMap<>(), new TreeSet<>());

    public AllocationPolicy {
        force = List.copyOf(force);
        homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
        staying = Collections.unmodifiableSortedSet(new TreeSet<>(staying));
    }

    /** The same policy with the two tunables set so. */
    public AllocationPolicy with(boolean takeoverOff, boolean failbackOff) {
        return new AllocationPolicy(takeoverOff, failbackOff, force, homes, staying);
    }

    /** The same policy where these nodes may receive addresses although they hold some. */
    public AllocationPolicy withForce(List<Pnn> targets) {
        return new AllocationPolicy(noTakeover, noFailback, targets, homes, staying);
    }

    /** The same policy with these homes. */
    public AllocationPolicy withHomes(SortedMap<IpAddress, Pnn> wanted) {
        return new AllocationPolicy(noTakeover, noFailback, force, wanted, staying);
    }

    /** The same policy where these addresses stay where they are. */
    public AllocationPolicy withStaying(SortedSet<IpAddress> kept) {
        return new AllocationPolicy(noTakeover, noFailback, force, homes, kept);
    }
}
