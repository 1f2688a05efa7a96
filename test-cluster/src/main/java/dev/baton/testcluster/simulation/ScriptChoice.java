package dev.baton.testcluster.simulation;

import dev.baton.events.Event;
import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Setting;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What scripts do in a scenario: by chance, unless a step has told those of a node and event. */
final class ScriptChoice implements Simulator.Scripts {

    private static final String ANY = "any";

    private final Random random;
    private final Setting.Scripts wanted;
    private final TreeMap<String, ScriptBehaviour> told = new TreeMap<>();
    private boolean calm;

    ScriptChoice(Setting.Scripts wanted, Random random) {
        this.wanted = wanted;
        this.random = random;
    }

    /** From now on none fails, hangs or ignores a lifetime because a step or bad luck says so. */
    void calmDown() {
        calm = true;
        told.clear();
    }

    void behave(int node, String event, Action.Conduct conduct) {
        ScriptBehaviour quick = ScriptBehaviour.QUICK;
        told.put(
                place(node, event),
                switch (conduct) {
                    case WORK -> quick;
                    case FAIL -> quick.failing();
                    case HANG -> quick.hanging();
                    case STALL -> quick.idle().hanging();
                    case LIE -> quick.idle();
                    case IGNORE_LIFETIMES -> quick.permanently();
                });
    }

    void endLate(int node, String event, Duration length) {
        ScriptBehaviour quick = ScriptBehaviour.QUICK;
        told.put(place(node, event), quick.lasting(quick.acts(), quick.ends().plus(length)));
    }

    private static String place(int node, String event) {
        return node + " " + event;
    }

    @Override
    public ScriptBehaviour of(int pnn, Event event) {
        return Optional.ofNullable(told.get(place(pnn, event.name())))
                .or(() -> Optional.ofNullable(told.get(place(pnn, ANY))))
                .orElseGet(() -> byChance(event));
    }

    private ScriptBehaviour byChance(Event event) {
        return wanted == Setting.Scripts.QUICK ? ScriptBehaviour.QUICK : uneven(event);
    }

    private ScriptBehaviour uneven(Event event) {
        int luck = random.nextInt(100);
        boolean good = calm || wanted == Setting.Scripts.UNEVEN || luck < 70;
        ScriptBehaviour quick =
                ScriptBehaviour.QUICK.lasting(
                        Duration.ofMillis(1 + random.nextInt(20)),
                        Duration.ofMillis(21 + random.nextInt(40)));
        if (good) {
            return luck % 4 == 0 ? quick.permanently() : quick;
        }
        ScriptBehaviour slow =
                quick.lasting(
                        Duration.ofMillis(random.nextInt(3000)),
                        Duration.ofMillis(random.nextInt(6000)));
        return switch (luck % 5) {
            case 0 -> quick.failing();
            case 1 -> event.address().isEmpty() ? slow : slow.hanging();
            case 2 -> slow.failing();
            case 3 -> slow.permanently();
            default -> slow;
        };
    }
}
