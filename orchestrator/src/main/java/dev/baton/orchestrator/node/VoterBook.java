package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.lease.Rights;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The voters this node goes by: stored before it acts on them, told to whoever goes by older ones,
 * taken over from whoever goes by newer.
 *
 * <p>A node that has stored none goes by what its files say and votes for nobody, until all nodes
 * of these files say the same. Source: {@code docs/safety.md}, section "Voters".
 */
final class VoterBook {

    /** Names this node's own reading of its file; leaders count from 1. */
    static final long OWN_READING = 0;

    private static final Duration READ_AGAIN = Duration.ofSeconds(2);
    private static final Duration STORE_AGAIN = Duration.ofSeconds(1);

    private final Incarnation self;
    private final IpAddress address;
    private final VoterSet configured;
    private final Rights rights;
    private final Peers peers;
    private final Outgoing outgoing;

    /** The peers that have named the same voters: they have stored these, or newer ones by now. */
    private final TreeSet<Pnn> agreeing = new TreeSet<>();

    /** What peers without a founded set have in their files, as far as it was told as different. */
    private final TreeMap<Pnn, VoterSet> different = new TreeMap<>();

    private Optional<Voters> pending = Optional.empty();
    private Moment storeAt = Moment.NEVER;
    private Moment readAt = Moment.NEVER;
    private boolean changed;

    VoterBook(NodeSetup setup, Rights rights, Peers peers, Outgoing outgoing) {
        this.self = setup.self();
        this.configured = setup.voting().configured();
        this.rights = rights;
        this.peers = peers;
        this.outgoing = outgoing;
        this.address = ownAddress(setup.voting());
    }

    private IpAddress ownAddress(Voting voting) {
        return Optional.ofNullable(voting.voters().addresses().get(self.node()))
                .or(() -> voting.configured().nodes().addressOf(self.node()))
                .orElseThrow(() -> new IllegalArgumentException("no node of its own files"));
    }

    /** What this node goes by. */
    Voters current() {
        return rights.voters();
    }

    /** The nodes, this one included, that have stored what this node goes by. */
    SortedSet<Pnn> agreeing() {
        TreeSet<Pnn> all = new TreeSet<>(agreeing);
        all.add(self.node());
        return all;
    }

    /** Whether the files of this node name other nodes, or other votes, than it goes by. */
    boolean differsFromFiles() {
        Voters now = current();
        return now.isFounded()
                && !(now.set().nodes().equals(configured.nodes())
                        && now.set().mode() == configured.mode()
                        && now.set().lock().equals(configured.lock()));
    }

    /** A node that has just begun. */
    void begin(Work work) {
        meet(work, current());
        if (differsFromFiles()) {
            work.fact(new Fact.VotersDiffer(self.node(), "stored voters rule until reloadnodes"));
        }
        foundIfAgreed(work);
    }

    /** Whether a heartbeat may be counted: its sender goes by the same founded voters. */
    boolean hears(Work work, Message.Beat beat) {
        Pnn from = beat.from().node();
        if (!rights.goesBySame(beat.voters())) {
            if (!current().isFounded()) {
                agreeing.remove(from);
            }
            tell(work, from);
            return false;
        }
        different.remove(from);
        agreeing.add(from);
        foundIfAgreed(work);
        return current().isFounded();
    }

    private void foundIfAgreed(Work work) {
        Voters now = current();
        if (!now.isFounded() && agreeing().containsAll(now.set().voters())) {
            adopt(work, Voters.founded(now.set()));
        }
    }

    private void tell(Work work, Pnn to) {
        outgoing.send(work, to, new Message.VotersTold(self, current()));
    }

    /** A peer tells what it goes by. */
    void told(Work work, Message.VotersTold told) {
        Pnn from = told.from().node();
        Voters theirs = told.voters();
        int order = theirs.compareTo(current());
        if (order > 0) {
            adopt(work, theirs);
        } else if (order < 0) {
            tell(work, from);
        } else if (!theirs.isFounded() && !theirs.equals(current())) {
            VoterSet before = different.put(from, theirs.set());
            if (!theirs.set().equals(before)) {
                work.fact(new Fact.VotersDiffer(from, "nodes or votes of its files are others"));
            }
            readAt = Moment.earlier(readAt, work.now().plus(READ_AGAIN));
        }
    }

    /** What the files say now, while nothing is founded: an operator may have made them equal. */
    void read(Work work, Optional<NodesFile> nodes) {
        Voters now = current();
        boolean usable =
                nodes.flatMap(file -> file.addressOf(self.node())).equals(Optional.of(address));
        if (now.isFounded() || pending.isPresent() || !usable) {
            return;
        }
        NodesFile file = nodes.orElseThrow();
        if (!file.equals(now.set().nodes())) {
            VoterSet set = VoterSet.of(file, configured.mode(), configured.lock());
            goBy(work, Voters.unfounded(set));
            foundIfAgreed(work);
        }
    }

    private void goBy(Work work, Voters voters) {
        agreeing.clear();
        different.clear();
        rights.adopt(work.now(), voters);
        meet(work, voters);
        changed = true;
    }

    /** The operator's word founds the cluster, or gives every node its vote again. */
    String foundByWord(Work work) {
        Voters now = current();
        if (pending.isPresent()) {
            return "a change of the voters is being stored";
        }
        adopt(work, now.isFounded() ? now.givenBackToAll() : Voters.founded(now.set()));
        return "";
    }

    /** Goes by newer voters, once they are stored. */
    void adopt(Work work, Voters newer) {
        boolean isNews = pending.map(waiting -> newer.compareTo(waiting) > 0).orElse(true);
        if (newer.compareTo(current()) <= 0 || !isNews) {
            return;
        }
        Optional<IpAddress> named = Optional.ofNullable(newer.addresses().get(self.node()));
        if (named.filter(ip -> !ip.equals(address)).isPresent()) {
            String why = "they have " + named.get() + " for this node, which is " + address;
            work.fact(new Fact.VotersDiffer(self.node(), why));
            return;
        }
        pending = Optional.of(newer);
        store(work, newer);
    }

    private void store(Work work, Voters newer) {
        storeAt = Moment.NEVER;
        work.effect(new Effect.StoreVoters(newer));
    }

    /** The answer to {@link Effect.StoreVoters}. */
    void stored(Work work, Voters what, String problem) {
        if (!pending.equals(Optional.of(what))) {
            return;
        }
        if (!problem.isEmpty()) {
            work.fact(new Fact.VotersNotStored(problem));
            storeAt = work.now().plus(STORE_AGAIN);
            return;
        }
        pending = Optional.empty();
        goBy(work, what);
        work.fact(changed(what));
        if (!what.addresses().containsKey(self.node())) {
            String why = "node " + self.node() + " is deleted from the cluster's nodes";
            work.effect(new Effect.Stop(1, why));
        }
    }

    private static Fact changed(Voters now) {
        String numbers =
                now.set().voters().stream().map(Pnn::toString).collect(Collectors.joining(" "));
        return new Fact.VotersChanged(now.generation(), now.isJoint(), numbers);
    }

    private void meet(Work work, Voters voters) {
        SortedMap<Pnn, IpAddress> nodes = voters.addresses();
        peers.keep(nodes.keySet(), self.node());
        work.effect(new Effect.MeetNodes(nodes));
    }

    /** Whether this node goes by other voters since the last call. */
    boolean takeChange() {
        boolean now = changed;
        changed = false;
        return now;
    }

    void wake(Work work) {
        if (!work.now().isBefore(storeAt)) {
            storeAt = Moment.NEVER;
            pending.ifPresent(newer -> store(work, newer));
        }
        if (!work.now().isBefore(readAt)) {
            readAt = Moment.NEVER;
            if (!current().isFounded()) {
                work.effect(new Effect.ReadNodes(self.node(), OWN_READING));
            }
        }
    }

    Moment nextDeadline() {
        return Moment.earlier(storeAt, readAt);
    }
}
