package dev.baton.orchestrator.exchange;

import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Voters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** All that can happen to a node, in the order it is taken out of the inbox. */
public sealed interface Input {

    /** The moment {@code nextDeadline()} named has come, or passed. */
    record DeadlineReached() implements Input {}

    record MessageReceived(Pnn from, Message message) implements Input {}

    /** A hint: a connection to the peer ended, or Hazelcast lost the member. */
    record PeerLost(Pnn peer) implements Input {}

    /** A hint: the peer can be reached again. */
    record PeerSeen(Pnn peer) implements Input {}

    /** An event that was started has ended. */
    record SequenceFinished(Ticket ticket, SequenceResult result) implements Input {}

    /**
     * The answer to {@link Effect.PrepareTake}: empty when all is ready, else why the take is
     * refused.
     */
    record TakePrepared(IpAddress ip, String problem) implements Input {}

    /** Every public address this kernel carries, read at one instant. */
    record AddressesObserved(List<AddressSeen> seen) implements Input {
        public AddressesObserved {
            seen = List.copyOf(seen);
        }
    }

    /** The kernel added or changed a public address. */
    record AddressAppeared(AddressSeen seen) implements Input {}

    /** The kernel removed a public address from an interface. */
    record AddressVanished(IpAddress ip, InterfaceName on) implements Input {}

    /** The answer to {@link Effect.ReadAddress}: where the kernel carries it now, if anywhere. */
    record AddressRead(IpAddress ip, List<AddressSeen> seen) implements Input {
        public AddressRead {
            seen = List.copyOf(seen);
        }
    }

    /**
     * The answer to {@link Effect.DropAddress}.
     *
     * @param clean no process of its events lives and the kernel, read after that, does not carry
     *     it
     */
    record AddressDropped(IpAddress ip, boolean clean) implements Input {}

    /**
     * The time for a renewal was over before it was written; the kernel carries what it carried.
     */
    record RenewalSkipped(IpAddress ip) implements Input {}

    /**
     * A renewal came too late or the kernel refused it; the shell has deleted the address already.
     */
    record RenewalFailed(IpAddress ip, String why) implements Input {}

    /**
     * The answer to {@link Effect.WatchAddresses}.
     *
     * @param problem empty when it is so; else why nothing was changed
     */
    record AddressesWatched(long generation, String problem) implements Input {}

    /** Which interfaces of public addresses exist and have carrier. */
    record LinksObserved(SortedMap<InterfaceName, Boolean> up) implements Input {}

    /** Somebody else's frame claims an address we may hold. */
    record ClaimSeen(IpAddress ip, String mac) implements Input {}

    /** A machine outside the cluster answered for an address that was about to be taken. */
    record ForeignFound(IpAddress ip, String mac) implements Input {}

    /** Whether this clock is slewed so much that its rate cannot be trusted. */
    record ClockSlewed(boolean slewed) implements Input {}

    record OperatorAsked(RequestId request, OperatorCommand command) implements Input {}

    /**
     * Somebody on this machine wants an event run beside the node's own; {@link Effect.AnswerEvent}
     * tells what it came to. Its result changes nothing here.
     *
     * @param limit for all its scripts, from its start
     */
    record EventAsked(RequestId request, Event event, Duration limit) implements Input {}

    /** The answer to {@link Effect.CallTool} or {@link Effect.ReloadAddresses}. */
    record ToolAnswered(long id, OperatorReply reply) implements Input {}

    /**
     * The answer to {@link Effect.StoreVoters}.
     *
     * @param problem why they are not stored; empty when they are
     */
    record VotersStored(Voters voters, String problem) implements Input {}

    /**
     * The answer to {@link Effect.ReadNodes}.
     *
     * @param nodes empty when the file cannot be read or is wrong
     * @param problem then why
     */
    record NodesRead(Pnn asker, long id, Optional<NodesFile> nodes, String problem)
            implements Input {}

    /** From now on other addresses may leave a healthy node: a file or the hour has changed. */
    record FailbackChanged(FailbackNow failback) implements Input {}

    /** What becomes of the cluster lock. */
    sealed interface LockAnswer extends Input {
        /** Names the {@link Effect.TakeLock} that is answered. */
        long attempt();
    }

    /**
     * This node holds it.
     *
     * @param at not after it was taken
     */
    record LockTaken(long attempt, Moment at) implements LockAnswer {}

    /**
     * It was seen to be held.
     *
     * @param at not after the look
     */
    record LockProven(long attempt, Moment at) implements LockAnswer {}

    /** It cannot be taken now, for example because another node has it. */
    record LockDenied(long attempt, String why) implements LockAnswer {}

    /** It is held no more. */
    record LockLost(long attempt, String why) implements LockAnswer {}

    /** The agent was told to end in order. */
    record StopAsked(String why) implements Input {}
}
