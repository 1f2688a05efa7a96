package dev.baton.agent;

import dev.baton.agent.membership.MemberListener;
import dev.baton.agent.membership.Membership;
import dev.baton.agent.membership.MembershipSettings;
import dev.baton.agent.records.RecordRoom;
import dev.baton.agent.records.SharedHistory;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hazelcast beside the core: hints about peers and the shared records; nothing depends on it.
 *
 * <p>It takes a second of a processor to start, so it begins {@link #GRACE} after this node is
 * healthy, when its addresses are being served, and {@link #PATIENCE} after the start at the
 * latest. Thread: any; only {@link #close} waits, at most 2.5 s. Source: architecture, section 10.
 */
final class MembershipRoom implements MemberListener {

    static final Duration GRACE = Duration.ofSeconds(1);
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LAST_FACTS = Duration.ofMillis(500);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** A peer heard of since is not lost, whatever a hint says: two heartbeats and a bit. */
    private static final Duration HEARD = Duration.ofMillis(1200);

    private final Supplier<NodeView> views;
    private final Consumer<Input> inbox;
    private final Membership membership;
    private final RecordRoom records;
    private final CountDownLatch healthy = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);

    /** A member that has not begun to join. */
    MembershipRoom(
            ClusterSettings settings,
            Incarnation self,
            FactHistory history,
            Supplier<NodeView> views,
            Consumer<Input> inbox) {
        this.views = views;
        this.inbox = inbox;
        this.membership = new Membership(of(settings), this);
        this.records =
                new RecordRoom(
                        self,
                        settings.name(),
                        BuildVersion.read().version(),
                        new TreeSet<>(settings.nodes().addresses().keySet()),
                        history,
                        membership.records());
    }

    /** Empty if the settings suppress it. */
    static Optional<MembershipRoom> of(
            ClusterSettings settings,
            Incarnation self,
            FactHistory history,
            Supplier<NodeView> views,
            Consumer<Input> inbox) {
        return settings.endpoints().hazelcast()
                ? Optional.of(new MembershipRoom(settings, self, history, views, inbox))
                : Optional.empty();
    }

    /** What all nodes have told. */
    SharedHistory shared() {
        return records;
    }

    /** Which storage providers this node has, for the others. */
    void tellProviders(String sheet) {
        records.tellProviders(sheet);
    }

    /** Which storage jobs and volumes this node has, for the others. */
    void tellStorage(String sheet) {
        records.tellStorage(sheet);
    }

    /** Facts the others never hear of. */
    long factsNotShared() {
        return records.dropped();
    }

    /** Begins to wait for the moment to join; returns at once. */
    void start() {
        Thread.ofPlatform().name("membership-start").daemon().start(this::joinLater);
    }

    /** The core's newest view. */
    void viewed(NodeView view) {
        if (healthy.getCount() > 0 && isHealthy(view)) {
            healthy.countDown();
        }
    }

    /** Says goodbye to the peers. */
    void close() {
        closing.countDown();
        healthy.countDown();
        records.close(LAST_FACTS);
        membership.stop(GOODBYE);
    }

    @Override
    public void memberSeen(Pnn peer) {
        inbox.accept(new Input.PeerSeen(peer));
        records.doubt();
    }

    @Override
    public void memberGone(Pnn peer) {
        Moment now = new Moment(System.nanoTime());
        NodeView.Peer state = views.get().peers().get(peer);
        if (state != null && now.since(state.lastHeard()).compareTo(HEARD) > 0) {
            inbox.accept(new Input.PeerLost(peer));
        }
        records.doubt();
    }

    private void joinLater() {
        try {
            var _ = healthy.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!closing.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                membership.start();
                records.start();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isHealthy(NodeView view) {
        NodeView.Peer self = view.peers().get(view.self().node());
        return view.runstate() == Runstate.RUNNING && self != null && self.flags() == 0;
    }

    private static MembershipSettings of(ClusterSettings settings) {
        return new MembershipSettings(
                settings.pnn(),
                settings.nodes().addresses(),
                settings.endpoints().hazelcastPort(),
                settings.digest(),
                "root".equals(System.getProperty("user.name")));
    }
}
