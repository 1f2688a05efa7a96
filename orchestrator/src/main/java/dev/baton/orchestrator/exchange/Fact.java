package dev.baton.orchestrator.exchange;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.events.SequenceResult;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Runstate;

import java.time.Duration;

/**
 * Something that was decided or seen, and why. Log lines, meters and the history are renderings of
 * these.
 */
public sealed interface Fact {

    record RunstateChanged(Runstate from, Runstate to) implements Fact {}

    /** {@code cause}: a script's words, an operator's reason, or the rule. */
    record FlagsChanged(Pnn pnn, int from, int to, String cause) implements Fact {}

    record PeerConnected(Pnn pnn, long incarnation) implements Fact {}

    record PeerDisconnected(Pnn pnn, String cause) implements Fact {}

    record MajorityChanged(boolean majority) implements Fact {}

    record LeaderChanged(int from, int to, String cause) implements Fact {}

    record RightGranted(Right right, long number, Duration took) implements Fact {}

    record RightLost(Right right, long number, String cause) implements Fact {}

    /** {@code waited}: from when it was asked for until its first script was to run. */
    record EventEnded(String event, String arguments, SequenceResult result, Duration waited)
            implements Fact {

        /** One that did not wait. */
        public EventEnded(String event, String arguments, SequenceResult result) {
            this(event, arguments, result, Duration.ZERO);
        }
    }

    record AddressTaken(IpAddress ip, InterfaceName on, long number, Duration took)
            implements Fact {}

    record AddressReleased(IpAddress ip, String cause) implements Fact {}

    record AddressMissing(IpAddress ip) implements Fact {}

    record AddressRemoved(IpAddress ip, InterfaceName on, String cause) implements Fact {}

    record TakeFailed(IpAddress ip, String cause) implements Fact {}

    record ForeignClaim(IpAddress ip, String mac) implements Fact {}

    /** A machine outside the cluster uses an address nobody of it has had since it started. */
    record ForeignMachine(IpAddress ip, String mac) implements Fact {}

    /** More connections of an address than can be registered. */
    record ConnectionsFull(IpAddress ip, int registered, int refused) implements Fact {}

    /** Clients of an address that was taken are made to notice. */
    record ClientsTickled(IpAddress ip, int connections) implements Fact {}

    /** Whether the ctdbd beside has told smbd that an address is gone, and if not, why. */
    record ReleaseTold(IpAddress ip, boolean told, String cause) implements Fact {}

    record InterfaceChanged(InterfaceName name, boolean up) implements Fact {}

    record TakeoverRunStarted(RunId run, String cause, int moves) implements Fact {}

    record TakeoverRunFinished(
            RunId run, boolean ok, int moved, int waiting, int failed, Duration took, String cause)
            implements Fact {}

    /** A takeover run could not be stored; it went on all the same. */
    record RunNotStored(RunId run, String cause) implements Fact {}

    record OrderRefused(RunId run, RunId known, String cause) implements Fact {}

    record BanCredit(Pnn pnn, int credits, String cause) implements Fact {}

    record Stalled(Duration pause) implements Fact {}

    /**
     * The machine was paused, by its hypervisor or in its sleep: what this node held is given up.
     *
     * @param pause how long its clock stood still, at least
     */
    record Paused(Duration pause) implements Fact {}

    record OperatorActed(String command, String outcome) implements Fact {}

    /**
     * A line of the command was carried out for somebody over HTTP.
     *
     * @param actor the name of the token
     * @param reason the caller's words, also where the command takes none
     * @param exit its exit code
     */
    record OperatorCalled(String actor, String command, String reason, int exit) implements Fact {}

    /**
     * This node goes by other voters.
     *
     * @param changing whether the set before is asked too for now
     * @param voters their numbers
     */
    record VotersChanged(long generation, boolean changing, String voters) implements Fact {}

    /** A node's files name other nodes or votes than this node goes by. */
    record VotersDiffer(Pnn pnn, String cause) implements Fact {}

    /** New voters could not be stored, so this node does not go by them. */
    record VotersNotStored(String cause) implements Fact {}

    /** Whether this node holds the cluster lock. */
    record LockChanged(boolean held, String cause) implements Fact {}

    /** This node was given the cluster lock while that one had it: it excludes nobody. */
    record LockNotCoherent(Pnn pnn, String cause) implements Fact {}

    /**
     * This node goes by other shared tunables.
     *
     * @param number of the values
     * @param by the node that led and gave them out
     * @param changes what is different now
     */
    record SharedTunablesChanged(long number, Pnn by, String changes) implements Fact {}

    /** Storage providers that are not the same on all nodes; 0 when they are again. */
    record ProvidersDiffer(int providers, String cause) implements Fact {}

    /**
     * A storage job has not come to what was asked for.
     *
     * @param state failed, warned, unknown or cancelled
     */
    record StorageJobTroubled(String job, String action, String state, String cause)
            implements Fact {}

    /**
     * A round of snapshots this node coordinated is over.
     *
     * @param result its verdict
     * @param frozen how long the node was frozen that was so the longest
     * @param spread between the first and the last node that was frozen
     * @param why it is no better; sentences
     */
    record SnapshotRoundEnded(
            String round,
            String schedule,
            String result,
            Duration frozen,
            Duration spread,
            String why)
            implements Fact {}

    /**
     * A round the calendar asked for was not begun.
     *
     * @param cause late, when nobody led at its time; under_way, when another one of its schedule
     *     was; else refused
     */
    record SnapshotRoundMissed(String schedule, String cause, String why) implements Fact {}

    /** This node was frozen so long, and is not any more. */
    record NodeThawed(String round, String schedule, Duration frozen) implements Fact {}

    /** Nobody could thaw this node: it may still be frozen. */
    record FreezeAlarm(String round, String schedule, String why) implements Fact {}

    /** A custom script of the storage failed. */
    record HookFailed(String hook, String cause) implements Fact {}

    record AgentStopping(String cause) implements Fact {}
}
