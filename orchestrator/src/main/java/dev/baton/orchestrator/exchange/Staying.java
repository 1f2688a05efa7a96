package dev.baton.orchestrator.exchange;

import dev.baton.config.FailbackNow;
import dev.baton.config.IpAddress;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which addresses stay on a node that can host them, whatever a better allocation would be.
 *
 * @param failback the failback policies, as they are at this time
 * @param all nothing moves but what has to: an operator has just placed an address
 * @param freed addresses that are spread anew in this run, on every node that can host them
 */
public record Staying(FailbackNow failback, boolean all, SortedSet<IpAddress> freed) {

    /** Every address may move. */
    public static final Staying NONE = new Staying(FailbackNow.OPEN, false, new TreeSet<>());

    public Staying {
        freed = Collections.unmodifiableSortedSet(new TreeSet<>(freed));
    }

    /** Whether this address stays where it is, as long as it can be hosted there. */
    public boolean holds(IpAddress ip) {
        return !freed.contains(ip) && (all || !failback.isOpen(ip));
    }
}
