package dev.baton.agent.address;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.Effect;

/** One entry of the queue in which everything about addresses is done in order. */
sealed interface Job {

    record Renew(Effect.RenewAddress effect) implements Job {}

    record Prepare(Effect.PrepareTake effect) implements Job {}

    record Watch(Effect.WatchAddresses effect) implements Job {}

    /** A machine outside this one says it has an address. */
    record Claimed(IpAddress ip, String mac) implements Job {}

    /** A question to the network has been open for long enough. */
    record EndProbe(IpAddress ip, long question) implements Job {}

    record Read(IpAddress ip) implements Job {}

    record Drop(Effect.DropAddress effect) implements Job {}

    /** The second half of a drop, after the processes of its events were ended, or not. */
    record FinishDrop(IpAddress ip, boolean noProcessLeft) implements Job {}

    /** An event's part that needs no script. */
    record Shorten(AddressShortcut shortcut) implements Job {}

    record Announce(Effect.Announce effect) implements Job {}

    /** Something to be done after all that was queued before it; must not wait. */
    record Afterwards(Runnable what) implements Job {}

    /** Links may have changed: read them and tell. */
    record LookAtLinks() implements Job {}

    /** Read all addresses and tell. */
    record LookAtAddresses() implements Job {}

    record LookAtClock() implements Job {}
}
