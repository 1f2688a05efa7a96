package dev.baton.orchestrator.exchange;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Voters;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the core wants done. Executed by the shell, in order; never inspected by it for decisions.
 */
public sealed interface Effect {

    record Send(Pnn to, Message message) implements Effect {}

    /**
     * Runs one event; answered by {@link Input.SequenceFinished}.
     *
     * @param limit for the whole event, from its start
     * @param lease under which an event of an address works; empty for other events
     */
    record RunEvent(Ticket ticket, Event event, Duration limit, Optional<EventLease> lease)
            implements Effect {}

    /**
     * The lease an event of an address works under.
     *
     * @param number the fencing number
     * @param lifetimeSeconds the lifetime a script writes to the kernel
     * @param silence the event is killed, and its address deleted, when no {@link RenewEvent} comes
     *     for so long; zero: never
     * @param latest when the event may begin at the latest; a later one is not run
     */
    record EventLease(long number, int lifetimeSeconds, Duration silence, Moment latest) {}

    /** Kills everything the event started; it then finishes as cancelled. */
    record CancelEvent(Ticket ticket) implements Effect {}

    /** Tells the launcher of a running event that the agent lives and its lease runs. */
    record RenewEvent(Ticket ticket) implements Effect {}

    /**
     * Lets the launcher of an ended event leave, after every write to the kernel ordered before.
     * Until then the loss of the agent ends what the event left running and deletes its address.
     */
    record DismissLauncher(Ticket ticket) implements Effect {}

    /**
     * Makes ready for a take: destroys sockets bound to the address, sets and reads back the
     * interface's settings; answered by {@link Input.TakePrepared}.
     *
     * @param probe whether to ask the network for a machine that uses the address already; what is
     *     found is told by {@link Input.ForeignFound}
     */
    record PrepareTake(IpAddress ip, InterfaceName on, boolean probe) implements Effect {}

    /**
     * Writes the address with this lifetime. Skipped when the write would begin after {@code
     * latest}, which {@link Input.RenewalSkipped} tells; when it ended after {@code latest} the
     * address is deleted and {@link Input.RenewalFailed} answers.
     */
    record RenewAddress(
            IpAddress ip, int maskBits, InterfaceName on, int lifetimeSeconds, Moment latest)
            implements Effect {}

    /** Reads the address back; answered by {@link Input.AddressRead}. */
    record ReadAddress(IpAddress ip) implements Effect {}

    /**
     * Takes the address out of service: destroys its sockets, ends what its events left running
     * when {@code killEvents}, deletes it everywhere and reads it back; answered by {@link
     * Input.AddressDropped}.
     */
    record DropAddress(IpAddress ip, boolean killEvents) implements Effect {}

    /**
     * Tells the network where the address is now; each frame only while {@code until} has not
     * passed.
     */
    record Announce(IpAddress ip, InterfaceName on, Moment until) implements Effect {}

    /**
     * Sends each client of these connections one acknowledgement that belongs to none, as if from
     * its server; each only while {@code until} has not passed.
     */
    record Tickle(IpAddress ip, List<Connection> connections, Moment until) implements Effect {
        public Tickle {
            connections = List.copyOf(connections);
        }
    }

    /**
     * From now on these are the public addresses of this node, and their interfaces the ones that
     * matter; answered by {@link Input.AddressesWatched}. Until then nothing is taken that is new.
     *
     * @param generation grows with every change
     */
    record WatchAddresses(long generation, List<PublicAddress> addresses) implements Effect {
        public WatchAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Reads the file of public addresses anew and asks for what it says with {@link
     * OperatorCommand.SetAddresses}; answered by {@link Input.ToolAnswered}.
     */
    record ReloadAddresses(long id) implements Effect {}

    /** Calls CTDB's tool here for another node; answered by {@link Input.ToolAnswered}. */
    record CallTool(long id, List<String> words) implements Effect {
        public CallTool {
            words = List.copyOf(words);
        }
    }

    /** What became of an event that was asked for by {@link Input.EventAsked}. */
    record AnswerEvent(RequestId request, SequenceResult result) implements Effect {}

    /** Tells the notification scripts, beside everything else; nothing waits for them. */
    record Notify(Notification what) implements Effect {}

    /**
     * Stores the voters this node is to go by, so that they outlive a loss of power; answered by
     * {@link Input.VotersStored}.
     */
    record StoreVoters(Voters voters) implements Effect {}

    /**
     * Stores a run this node leads, in place of what was stored of it before. Not answered: a disk
     * that is full harms no run.
     */
    record StoreRun(RunRecord run) implements Effect {}

    /** From now on these are the nodes to connect with, by private address; this one included. */
    record MeetNodes(SortedMap<Pnn, IpAddress> nodes) implements Effect {
        public MeetNodes {
            nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        }
    }

    /** Reads the {@code nodes} file again; answered by {@link Input.NodesRead}. */
    record ReadNodes(Pnn asker, long id) implements Effect {}

    /**
     * Tries to take the cluster lock; answered by {@link Input.LockAnswer}.
     *
     * @param attempt named by every answer
     */
    record TakeLock(long attempt) implements Effect {}

    /** Lets the cluster lock go, or gives up trying to take it. */
    record LeaveLock() implements Effect {}

    record Reply(RequestId request, OperatorReply reply) implements Effect {}

    /**
     * Ends this life at once, as a crash would, and starts another with a number above this one:
     * nobody listens to this life any more.
     */
    record StartAgain(long above, String why) implements Effect {}

    /** Ends the agent with this exit code. */
    record Stop(int exitCode, String why) implements Effect {}
}
