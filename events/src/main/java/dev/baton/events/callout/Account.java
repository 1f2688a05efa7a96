package dev.baton.events.callout;

/**
 * A user of this machine as whom calls run.
 *
 * @param name as it is known to the system
 * @param uid its number
 * @param gid the number of its first group
 */
public record Account(String name, long uid, long gid) {}
