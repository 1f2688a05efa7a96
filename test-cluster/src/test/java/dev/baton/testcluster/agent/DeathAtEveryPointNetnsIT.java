package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.testcluster.agent.ScriptPoints.Place;
import dev.baton.testcluster.agent.ScriptPoints.Visit;
import dev.baton.testcluster.netns.NamespaceProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whoever dies at any point of a real takeover run that can be seen from outside: between any two
 * frames of the leader, and before and behind the work of each event on each node.
 *
 * <p>The points are those that a run was seen to come by, so that a new stage is tried, too. A
 * build tries some; {@code -Dbaton.long=true} tries all.
 */
@NeedsNamespaces
@DisplayName("Architecture, section 9: real faults; a death at every point of a takeover run")
class DeathAtEveryPointNetnsIT {

    private static final boolean ALL = Boolean.getBoolean("baton.long");

    /** Of frames, far more than a run of three nodes has. */
    private static final int MOST_FRAMES = 200;

    private static final int FRAMES_IN_EVERY_BUILD = 3;
    private static final Case IN_EVERY_BUILD =
            new Case(new Point(Role.TAKER, "takeip", Place.BEHIND), Role.TAKER, Death.AGENT_KILLED);
    private static final int RUNS_TO_LEARN = 3;
    private static final int ATTEMPTS = 5;
    private static final Duration RUN_LIMIT = Duration.ofSeconds(20);
    private static final Duration HEALED = Duration.ofSeconds(40);

    /** Who is who in a run. */
    private enum Role {
        LEADER,
        GIVER,
        TAKER
    }

    /** How a node ends. */
    private enum Death {
        AGENT_KILLED,
        POWER_LOST
    }

    private record Point(Role where, String event, Place place) {}

    private record Case(Point point, Role victim, Death death) {
        @Override
        public String toString() {
            return "%s: %s, %s %s of %s"
                    .formatted(victim, death, point.place(), point.event(), point.where());
        }
    }

    private final AgentCluster cluster = AgentCluster.of(3);
    private final ScriptPoints points = new ScriptPoints(cluster);
    private final Set<Case> open = new LinkedHashSet<>();
    private Optional<Cast> last = Optional.empty();
    private int tried;
    private Duration longest = Duration.ZERO;

    @AfterEach
    void close() {
        cluster.close();
    }

    /** Three nodes, and what each does in the next run. */
    private record Cast(AgentNode leader, AgentNode giver, AgentNode taker) {

        AgentNode of(Role role) {
            return switch (role) {
                case LEADER -> leader;
                case GIVER -> giver;
                case TAKER -> taker;
            };
        }

        Role roleOf(String name) {
            for (Role role : Role.values()) {
                if (of(role).name().equals(name)) {
                    return role;
                }
            }
            throw new IllegalArgumentException("expected a node, got " + name);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS) // each point has limits of its own
    void addressesAreServedWithin2TAndNeverTwiceWhereverSomebodyDies() {
        assumeTrue(LostFrames.possible(), "NO IPTABLES HERE: apt-get install iptables");
        cluster.start();
        if (ALL) {
            tryAllFrames();
            for (int run = 0; run < RUNS_TO_LEARN; run++) {
                learn();
            }
        } else {
            assertTrue(dies(FRAMES_IN_EVERY_BUILD), "a run with so few frames");
            open.add(IN_EVERY_BUILD);
        }
        tryAllOpen();
        System.out.printf(
                Locale.ROOT,
                "PASSED: %d deaths at points of takeover runs; answered by two nodes 0.000 s; every"
                        + " address served at most %.3f s after each (bound 2 T, %.3f s)%n",
                tried,
                ChaosTally.seconds(longest),
                ChaosTally.seconds(RealFaults.SERVED_WITHIN));
    }

    // ---- the points

    /** One run in which nobody dies, and that is not mixed with one before it. */
    private void learn() {
        cast();
        cluster.watchOn();
        Cast cast = cast();
        points.clear();
        NamespaceProcess run = begin(cast);
        cluster.await("the run ends", RUN_LIMIT, () -> !run.isAlive());
        learn(cast);
    }

    private void learn(Cast cast) {
        for (Visit visit : points.seen()) {
            Role where = cast.roleOf(visit.node());
            Point point = new Point(where, visit.event(), visit.place());
            for (Death death : Death.values()) {
                open.add(new Case(point, Role.LEADER, death));
                open.add(new Case(point, where, death));
            }
        }
    }

    private void tryAllFrames() {
        int frames = 0;
        while (dies(frames)) {
            frames++;
            assertTrue(frames < MOST_FRAMES, "a run that does not end");
        }
        System.out.println("a leader says what a run needs in " + frames + " frames");
    }

    /** Who takes what depends on who held what: what a run did not come by is tried later again. */
    private void tryAllOpen() {
        for (int attempt = 1; attempt <= ATTEMPTS && !open.isEmpty(); attempt++) {
            for (Case one : List.copyOf(open)) {
                if (dies(one)) {
                    open.remove(one);
                }
            }
        }
        assertEquals(List.of(), List.copyOf(open), "no run came by these points any more");
    }

    // ---- the deaths

    /** The leader's node loses power behind so many frames; false when the run ended before. */
    private boolean dies(int frames) {
        Cast cast = cast();
        points.clear();
        LostFrames lost = LostFrames.after(cast.leader(), frames);
        boolean reached =
                strike(cast, lost::isReached, cast.leader(), Death.POWER_LOST, "frame " + frames);
        lost.end();
        return reached;
    }

    /** Somebody dies where an event waits; false when the run ended without coming by there. */
    private boolean dies(Case one) {
        Cast cast = cast();
        Point point = one.point();
        points.want(new Visit(cast.of(point.where()).name(), point.event(), point.place()));
        boolean reached =
                strike(cast, points::isReached, cast.of(one.victim()), one.death(), one.toString());
        return reached;
    }

    private boolean strike(
            Cast cast, BooleanSupplier reached, AgentNode victim, Death death, String what) {
        cluster.mark("death");
        NamespaceProcess run = begin(cast);
        cluster.await(what, RUN_LIMIT, () -> reached.getAsBoolean() || !run.isAlive());
        if (!reached.getAsBoolean()) {
            return false;
        }
        long instant = System.nanoTime();
        switch (death) {
            case AGENT_KILLED -> victim.kill();
            case POWER_LOST -> cluster.powerOff(victim);
        }
        points.letGo();
        cluster.await(
                what + ": served without " + victim.name(),
                RealFaults.SERVED_WITHIN,
                () -> cluster.servedWithout(victim));
        judge(what, instant);
        return true;
    }

    private void judge(String what, long instant) {
        assertEquals(List.of(), cluster.answeredByTwo(), what);
        Duration unserved = cluster.unservedAfter(instant);
        assertTrue(unserved.compareTo(RealFaults.SERVED_WITHIN) <= 0, () -> what + ": " + unserved);
        longest = longest.compareTo(unserved) > 0 ? longest : unserved;
        tried++;
        System.out.printf(
                Locale.ROOT,
                "death %d: %s, all served after %.3f s%n",
                tried,
                what,
                ChaosTally.seconds(unserved));
    }

    // ---- before and behind

    private Cast cast() {
        last.ifPresent(this::heal);
        cluster.awaitWell();
        AgentNode leader = cluster.leader();
        List<AgentNode> others =
                cluster.agents().stream().filter(agent -> agent != leader).toList();
        boolean firstGives = serves(others.getFirst());
        Cast cast =
                new Cast(
                        leader,
                        firstGives ? others.getFirst() : others.getLast(),
                        firstGives ? others.getLast() : others.getFirst());
        last = Optional.of(cast);
        return cast;
    }

    private boolean serves(AgentNode agent) {
        return cluster.holders().values().stream().anyMatch(all -> all.contains(agent.name()));
    }

    /** The giver is disabled, typed on the taker. */
    private static NamespaceProcess begin(Cast cast) {
        return cast.taker()
                .background(
                        "operator.log", cast.taker().baton("node", "disable", cast.giver().name()));
    }

    /** Whoever ended is started; the giver may serve again. Nobody answers twice meanwhile. */
    private void heal(Cast cast) {
        points.letGo();
        cluster.agents().stream().filter(agent -> !agent.isAlive()).forEach(AgentNode::start);
        cluster.await(
                "the giver is enabled",
                HEALED,
                () -> cast.giver().attempt("node", "enable", cast.giver().name()).status() == 0);
        assertEquals(List.of(), cluster.answeredByTwo());
    }
}
