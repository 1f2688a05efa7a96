package dev.baton.testcluster.agent;

import dev.baton.config.LeaseTiming;
import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Condition;
import dev.baton.testcluster.scenario.Expectation;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.ScenarioText;
import dev.baton.testcluster.scenario.Setting;
import dev.baton.testcluster.scenario.Step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random faults that real agents can suffer, each a scenario of its own, of each kind as many as of
 * any other. The same seed gives the same faults.
 */
final class RealFaults {

    /** What can go wrong. */
    enum Kind {
        KILL,
        PAUSE,
        SHORT_PAUSE,
        ISOLATE,
        ONE_WAY,
        CUT,
        MUTE,
        POWER_OFF,
        BLACKOUT,
        OTHERS_FORGET,
        PULL_LINKS,
        DISABLE,
        STOP,
        SHUT_DOWN,
        MOVE,
        DELETE_ADDRESS,
        RELOAD_ADDRESSES,
        BY_HAND,
        FAILING_TAKE,
        LYING_TAKE,
        LATE_TAKE,
        HANGING_RELEASE,
        ENDLESS_LIFETIMES,
        SECTION
    }

    private static final String SETTING = "nodes: 3\naddresses: 4\nlimits: short\nlength: 20s\n";

    /**
     * 2 T: one for the rights of the dead to end, one for a leader, a run and starting processes.
     */
    static final Duration SERVED_WITHIN = LeaseTiming.DEFAULT.promise().multipliedBy(2);

    /** Agents that were ended start, which takes as long as a cold start may. */
    private static final Duration RECOVERED_WITHIN = SERVED_WITHIN.plusSeconds(6);

    /** What a fault's last step does shows in this time, or goes on after it. */
    private static final Duration WATCHED = Duration.ofSeconds(1);

    private static final Action.Conduct WORK = Action.Conduct.WORK;

    private final Random random;
    private final List<Kind> next = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    RealFaults(long seed) {
        random = new Random(seed);
    }

    /** The kind of the next fault: all in turn, each round in another order. */
    Kind kind() {
        if (next.isEmpty()) {
            next.addAll(List.of(Kind.values()));
            Collections.shuffle(next, random);
        }
        return next.removeLast();
    }

    /** A fault of that kind, its end, and the expectation that all is served soon after it. */
    Scenario scenario(Kind kind) {
        steps.clear();
        int node = random.nextInt(3);
        int other = (node + 1 + random.nextInt(2)) % 3;
        int address = random.nextInt(4);
        strike(kind, node, other, address);
        Setting setting = ScenarioText.read("chaos", SETTING).setting();
        return new Scenario(
                List.of("chaos: " + kind),
                setting.withLength(steps.getLast().at().plus(WATCHED)),
                steps,
                List.of(
                        new Expectation(new Condition.AllServed(), SERVED_WITHIN),
                        new Expectation(new Condition.Recovery(), RECOVERED_WITHIN)));
    }

    private void strike(Kind kind, int node, int other, int address) {
        switch (kind) {
            case KILL -> during(new Action.Kill(node), new Action.Start(node));
            case PAUSE -> during(new Action.Pause(node), new Action.Resume(node));
            case SHORT_PAUSE -> {
                add(0, new Action.Pause(node));
                add(200 + random.nextInt(2000), new Action.Resume(node));
            }
            case ISOLATE -> during(new Action.Isolate(node), new Action.Join(node));
            case ONE_WAY -> during(new Action.CutWay(node, other), new Action.Join(node));
            case CUT -> during(new Action.CutBoth(node, other), new Action.Heal());
            case MUTE -> during(new Action.Mute(node), new Action.Heal());
            case POWER_OFF -> during(new Action.PowerOff(node), new Action.Boot(node));
            case BLACKOUT -> blackout();
            case OTHERS_FORGET -> othersForget(node);
            case PULL_LINKS -> during(new Action.PullLinks(node), new Action.PlugLinks(node));
            case DISABLE -> during(new Action.Disable(other, node), new Action.Enable(other, node));
            case STOP -> during(new Action.Stop(other, node), new Action.Continue(other, node));
            case SHUT_DOWN -> during(new Action.ShutDown(other, node), new Action.Start(node));
            case MOVE -> add(0, new Action.Move(other, address, node));
            case DELETE_ADDRESS ->
                    during(
                            new Action.DeleteAddress(node, address),
                            new Action.AddAddress(node, address));
            case RELOAD_ADDRESSES -> reload(node, address);
            case BY_HAND -> byHand(node, other);
            case FAILING_TAKE -> take(node, new Action.Behave(node, Action.Conduct.FAIL, "takeip"));
            case LYING_TAKE -> take(node, new Action.Behave(node, Action.Conduct.LIE, "takeip"));
            case LATE_TAKE -> take(node, new Action.EndLate(node, millis(3000), "takeip"));
            case HANGING_RELEASE -> {
                add(0, new Action.Behave(node, Action.Conduct.HANG, "releaseip"));
                add(200, new Action.Disable(other, node));
                add(500 + random.nextInt(7000), new Action.Behave(node, WORK, "releaseip"));
            }
            case ENDLESS_LIFETIMES -> endless(node, address);
            case SECTION -> section(node, other);
        }
    }

    private Duration millis(int most) {
        return Duration.ofMillis(1 + random.nextInt(most));
    }

    private void add(long at, Action action) {
        steps.add(new Step(Duration.ofMillis(at), action));
    }

    /** For a little while, for about as long as a promise, or for longer. */
    private void during(Action begin, Action end) {
        add(0, begin);
        add(300 + random.nextInt(random.nextBoolean() ? 1500 : 8000), end);
    }

    private void blackout() {
        for (int node = 0; node < 3; node++) {
            add(0, new Action.PowerOff(node));
        }
        int wait = 100 + random.nextInt(2000);
        for (int node = 0; node < 3; node++) {
            add(wait, new Action.Boot(node));
        }
    }

    private void othersForget(int node) {
        add(0, random.nextBoolean() ? new Action.Pause(node) : new Action.Isolate(node));
        for (int other = 0; other < 3; other++) {
            if (other != node) {
                add(50, new Action.Kill(other));
            }
        }
        for (int other = 0; other < 3; other++) {
            if (other != node) {
                add(150, new Action.Start(other));
            }
        }
        int wait = 3000 + random.nextInt(6000);
        add(wait, new Action.Resume(node));
        add(wait, new Action.Join(node));
    }

    private void reload(int node, int without) {
        List<Integer> rest = new ArrayList<>(List.of(0, 1, 2, 3));
        rest.remove(Integer.valueOf(without));
        add(0, new Action.ListAddresses(node, rest, 24, Action.Links.ALL_LINKS));
        add(0, new Action.ReloadAddresses(node));
        add(500 + random.nextInt(3000), new Action.Reallocate(node));
    }

    private void byHand(int node, int other) {
        for (int each = 0; each < 3; each++) {
            add(0, new Action.ByHand(each, List.of(0, 1, 2, 3)));
        }
        add(1000, new Action.Disable(other, node));
        add(2500, new Action.Enable(other, node));
        add(4000, new Action.Failback(other));
    }

    private void take(int node, Action conduct) {
        add(0, conduct);
        add(200, new Action.Disable(node, node));
        add(1500, new Action.Enable(node, node));
        add(2000 + random.nextInt(2000), new Action.Behave(node, WORK, "takeip"));
    }

    private void endless(int node, int address) {
        add(0, new Action.Behave(node, Action.Conduct.IGNORE_LIFETIMES, "takeip"));
        add(0, new Action.Behave(node, Action.Conduct.IGNORE_LIFETIMES, "releaseip"));
        add(200, new Action.Move(node, address, node));
        add(200 + random.nextInt(1500), new Action.Kill(node));
        add(6000, new Action.Start(node));
    }

    private void section(int node, int other) {
        Duration wait = Duration.ofSeconds(10);
        add(0, new Action.EnterSection(node, "rotate", wait, Duration.ofSeconds(30)));
        add(300, new Action.EnterSection(other, "rotate", wait, Duration.ofSeconds(1)));
        add(1000 + random.nextInt(1000), new Action.Kill(node));
        add(7000, new Action.Start(node));
    }
}
