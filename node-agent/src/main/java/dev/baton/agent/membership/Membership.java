package dev.baton.agent.membership;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.EntryListenerConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/**
 * This node's member of the Hazelcast cluster: hints about peers, and the shared records.
 *
 * <p>The agent never waits for it. A member that cannot start or that ends by itself is started
 * again every 5 s; meanwhile there are no hints and records answer that they are unavailable.
 */
public final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger("dev.baton.agent.membership");

    /** Held, or the JDK forgets its level. */
    private static final java.util.logging.Logger QUIET =
            java.util.logging.Logger.getLogger("com.hazelcast");

    /**
     * Held likewise. What a failed start or a refused operation has to say reaches its caller as an
     * exception; else a node that resumes would fill the logs of all others with stack traces.
     */
    private static final List<java.util.logging.Logger> SILENT =
            List.of(
                    java.util.logging.Logger.getLogger("com.hazelcast.instance.impl"),
                    java.util.logging.Logger.getLogger("com.hazelcast.spi.impl.operationservice"));

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final MembershipSettings settings;
    private final MemberView view;
    private final SharedRecords records;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private String complaint = "";
    private volatile Optional<HazelcastInstance> member = Optional.empty();

    public Membership(MembershipSettings settings, MemberListener listener) {
        QUIET.setLevel(Level.SEVERE);
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
        this.settings = settings;
        this.view = new MemberView(settings, listener);
        this.records = new SharedRecords(settings.self(), () -> member);
    }

    /** Begins to join, on a thread of its own; returns at once. To be called once. */
    public void start() {
        Thread.ofPlatform().name("membership").daemon().start(this::keep);
    }

    /** The records; usable at any time. */
    public SharedRecords records() {
        return records;
    }

    /** Whether this node's member runs, alone or with others. */
    public boolean isRunning() {
        return member.isPresent();
    }

    /** Leaves in order, so that peers see it at once; after {@code limit} as {@link #abandon}. */
    public void stop(Duration limit) {
        stopping.countDown();
        records.close();
        Optional<HazelcastInstance> leaving = member;
        leaving.ifPresent(
                instance -> bounded(() -> instance.getLifecycleService().shutdown(), limit));
        abandon();
    }

    /** Ends without a word to the peers. Takes at most 1 s. */
    public void abandon() {
        stopping.countDown();
        records.close();
        Optional<HazelcastInstance> leaving = member;
        leaving.ifPresent(
                instance ->
                        bounded(
                                () -> instance.getLifecycleService().terminate(),
                                Duration.ofSeconds(1)));
    }

    private static void bounded(Runnable work, Duration limit) {
        try {
            Thread.ofPlatform().name("membership-end").daemon().start(work).join(limit);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            do {
                live();
            } while (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** One life of the member, from its start to its end. */
    private void live() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try {
            HazelcastInstance instance = Hazelcast.newHazelcastInstance(config(end));
            member = Optional.of(instance);
            records.begin();
            complaint = "";
            if (stopping.getCount() == 0) {
                instance.getLifecycleService().terminate();
            }
            view.show(instance.getCluster().getMembers());
            end.await();
        } catch (RuntimeException failed) { // outermost frame of this thread
            complain(String.valueOf(failed.getMessage()).lines().findFirst().orElse(""));
        } finally {
            member = Optional.empty();
            view.show(List.of());
        }
    }

    /** Logs a reason once until it changes. */
    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.warn(
                    "membership_unavailable address={} port={} retry_s={} reason=\"{}\"",
                    settings.address(),
                    settings.port(),
                    PAUSE.toSeconds(),
                    reason);
        }
    }

    private Config config(CountDownLatch end) {
        Config config = MemberConfig.of(settings);
        config.addListenerConfig(new ListenerConfig(new Changes()));
        LifecycleListener lives = event -> lifecycle(event.getState(), end);
        config.addListenerConfig(new ListenerConfig(lives));
        records.followers()
                .forEach(
                        (kind, follower) ->
                                config.getMapConfig(kind.mapName())
                                        .addEntryListenerConfig(
                                                new EntryListenerConfig(follower, false, true)));
        return config;
    }

    private void lifecycle(LifecycleState state, CountDownLatch end) {
        if (state == LifecycleState.SHUTDOWN) {
            end.countDown();
        } else if (state == LifecycleState.MERGED) {
            member.ifPresent(instance -> view.show(instance.getCluster().getMembers()));
        }
    }

    /** Hazelcast's word about members, while it is not stopping. */
    private final class Changes implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            view.show(event.getMembers());
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            view.show(event.getMembers());
        }
    }
}
