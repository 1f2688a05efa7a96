package dev.baton.orchestrator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The voter set a node goes by: one set, or on the way from one to the next both together.
 *
 * <p>Nodes that go by different ones do not count each other; of two the newer is followed. Source:
 * {@code docs/safety.md}, section "Voters".
 *
 * @param generation 0 while nobody has founded the cluster; then grows by one with each change
 * @param ballot who proposed a change under way; {@link Ballot#NONE} when none is
 * @param before while a change is under way: the set that was, of which a majority is needed too
 * @param set the set that is, or will be
 */
public record Voters(long generation, Ballot ballot, Optional<VoterSet> before, VoterSet set)
        implements Comparable<Voters> {

    private static final int LEAP = 100;
    private static final Comparator<Voters> ORDER =
            Comparator.comparingLong(Voters::generation)
                    .thenComparing(voters -> !voters.isJoint())
                    .thenComparing(Voters::ballot);

    public Voters {
        if (before.isPresent() == ballot.equals(Ballot.NONE)) {
            throw new IllegalArgumentException("expected a ballot with a change and no other");
        }
    }

    /** What a node has in its files, and has not agreed on with anybody. */
    public static Voters unfounded(VoterSet set) {
        return new Voters(0, Ballot.NONE, Optional.empty(), set);
    }

    /** The first set of a cluster. */
    public static Voters founded(VoterSet set) {
        return new Voters(1, Ballot.NONE, Optional.empty(), set);
    }

    /** A change from this one, or the change under way once more, as another leader proposes it. */
    public Voters proposing(VoterSet next, Ballot by) {
        return isJoint()
                ? new Voters(generation, by, before, set)
                : new Voters(generation + 1, by, Optional.of(set), next);
    }

    /** The end of the change under way. */
    public Voters settled() {
        return new Voters(generation, Ballot.NONE, Optional.empty(), set);
    }

    /**
     * Every node has its vote again, on an operator's word that nobody else acts on another set.
     * The generation leaps over whatever may be under way elsewhere.
     */
    public Voters givenBackToAll() {
        return new Voters(
                generation + LEAP,
                Ballot.NONE,
                Optional.empty(),
                set.withVoters(new TreeSet<>(set.nodes().addresses().keySet())));
    }

    /** Whether there was another set before, of which a node may be left that does not know. */
    public boolean hasChanged() {
        return generation > 1;
    }

    public boolean isFounded() {
        return generation > 0;
    }

    /** Whether a change is under way. */
    public boolean isJoint() {
        return before.isPresent();
    }

    /** Whether a node may ask for rights: it votes in the newest set. */
    public boolean mayHold(Pnn pnn) {
        return isFounded() && set.voters().contains(pnn);
    }

    /** Whether the cluster lock has a vote. */
    public boolean lockVotes() {
        return set.lockVotes() || before.filter(VoterSet::lockVotes).isPresent();
    }

    /** All whose votes count. */
    public SortedSet<Pnn> all() {
        TreeSet<Pnn> all = new TreeSet<>(set.voters());
        before.ifPresent(old -> all.addAll(old.voters()));
        return all;
    }

    /** The private addresses of all nodes. */
    public SortedMap<Pnn, IpAddress> addresses() {
        TreeMap<Pnn, IpAddress> all = new TreeMap<>();
        before.ifPresent(old -> all.putAll(old.nodes().addresses()));
        all.putAll(set.nodes().addresses());
        return all;
    }

    /** Stands for all of this in each heartbeat. */
    public long hash() {
        StringBuilder text = new StringBuilder("baton voters 1\n");
        text.append("generation ").append(generation).append('\n');
        text.append("ballot ").append(ballot.number()).append(' ');
        text.append(ballot.proposer()).append('\n');
        before.ifPresent(
                old -> {
                    text.append("before\n");
                    old.writeTo(text);
                });
        set.writeTo(text);
        return ByteBuffer.wrap(sha256(text.toString().getBytes(UTF_8))).getLong();
    }

    @Override
    public int compareTo(Voters other) {
        return ORDER.compare(this, other);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
