package dev.baton.orchestrator.exchange;

import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Voters;

import java.util.List;
import java.util.Optional;

/**
 * All that nodes say to each other. Times are lengths in milliseconds, never readings of a clock;
 * the age of a node is the length of its present life, by its own clock.
 */
public sealed interface Message {

    /** The life of the sender. */
    Incarnation from();

    /**
     * One heartbeat: renews every lease of the sender, carries the changes the receiver has not
     * applied and, when it has not seen it yet, the sender's report.
     *
     * @param voters hash of the sender's voter set
     * @param number the sender's age in milliseconds, or one more than its last where that is no
     *     later: names the heartbeat, and tells how fast the sender's clock runs
     * @param meantFor the receiver's incarnation number as the sender knows it; 0 when it does not
     * @param lock the life of the cluster lock's vote, when the sender knows the receiver to cast
     *     it; else 0
     * @param leading the number of the sender's right to lead while it holds it; else 0
     * @param version of the sender's report
     */
    record Beat(
            Incarnation from,
            long voters,
            long number,
            long meantFor,
            long lock,
            long leading,
            List<Change> changes,
            long version,
            Optional<ReportNews> report)
            implements Message {
        public Beat {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A voter's answer to a heartbeat.
     *
     * @param to the incarnation that asked
     * @param number the heartbeat that is answered
     * @param age of this voter in milliseconds
     * @param done the last change of the asker this voter has applied
     * @param seen the version of the asker's report this voter has
     * @param refusals requests of the asker this voter refuses
     * @param weak rights of the asker this voter promises only weakly
     * @param lock the cluster lock's vote on the same requests, when this node casts it
     */
    record BeatAck(
            Incarnation from,
            Incarnation to,
            long voters,
            long number,
            long age,
            long done,
            long seen,
            List<Refusal> refusals,
            List<Right> weak,
            Optional<LockVote> lock)
            implements Message {
        public BeatAck {
            refusals = List.copyOf(refusals);
            weak = List.copyOf(weak);
        }
    }

    /**
     * The sender knows a later life of the node, which has been silent for so long that it is over.
     *
     * @param to the life that is heard no more
     * @param known the number of the later one, above that of {@code to}
     */
    record Outlived(Incarnation from, Incarnation to, long known) implements Message {
        public Outlived {
            if (known <= to.number() || known > Incarnation.HIGHEST) {
                throw new IllegalArgumentException(
                        "known: expected above %d and at most %d, got %d"
                                .formatted(to.number(), Incarnation.HIGHEST, known));
            }
        }
    }

    /**
     * The voters the sender goes by, told to a node that goes by others.
     *
     * @param voters what it has stored
     */
    record VotersTold(Incarnation from, Voters voters) implements Message {}

    /** A leader wants to know what a node's {@code nodes} file says now. */
    record NodesAsked(Incarnation from, long id) implements Message {}

    /**
     * The answer to {@link NodesAsked}.
     *
     * @param nodes empty when the file cannot be read
     * @param problem then why
     */
    record NodesTold(Incarnation from, long id, Optional<NodesFile> nodes, String problem)
            implements Message {}

    /**
     * A leader's order to one node: all instructions of one stage, done side by side.
     *
     * @param to the life of the node it is meant for
     * @param stage the place of the stage in the run, from 0
     * @param limitMillis how long the receiver may work on it
     */
    record Order(
            Incarnation from,
            RunId run,
            Incarnation to,
            int stage,
            long limitMillis,
            List<Instruction> instructions)
            implements Message {
        public Order {
            instructions = List.copyOf(instructions);
        }
    }

    /** The outcomes of one order, in the order of its instructions. */
    record Answer(Incarnation from, RunId run, int stage, List<Outcome> outcomes)
            implements Message {
        public Answer {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** An order is not obeyed; {@code known} is the highest run the node has obeyed. */
    record Refused(Incarnation from, RunId run, int stage, RunId known, String why)
            implements Message {}

    /**
     * The connections of an address, by the node that serves it.
     *
     * @param number the hold under which it serves it
     */
    record Connections(Incarnation from, IpAddress ip, long number, List<Connection> connections)
            implements Message {
        public Connections {
            connections = List.copyOf(connections);
        }
    }

    /** An operator's command on its way to the node that can carry it out. */
    record Request(Incarnation from, long id, OperatorCommand command) implements Message {}

    /** The answer to a {@link Request}. */
    record Response(Incarnation from, long id, OperatorReply reply) implements Message {}
}
