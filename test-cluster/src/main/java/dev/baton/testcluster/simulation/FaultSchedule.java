package dev.baton.testcluster.simulation;

import dev.baton.config.VoteMode;
import dev.baton.testcluster.scenario.Action;
import dev.baton.testcluster.scenario.Condition;
import dev.baton.testcluster.scenario.Expectation;
import dev.baton.testcluster.scenario.Scenario;
import dev.baton.testcluster.scenario.Setting;
import dev.baton.testcluster.scenario.Step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What goes wrong in one simulation, and when. Random, but always the same for one seed. */
public final class FaultSchedule {

    private static final Duration FAULTS = Duration.ofSeconds(14);

    /** Faults begin within {@link #FAULTS}; what they last for ends before this, or then. */
    private static final Duration LENGTH = Duration.ofSeconds(24);

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);

    /** A node that an operator adds to the list, or deletes from it, when its turn comes. */
    private record Toggle(long at, int target, int asked) {}

    private final Random random;
    private final int nodes;
    private final int addresses;
    private final long spanMillis = FAULTS.toMillis();
    private final List<Step> faults = new ArrayList<>();
    private final List<Toggle> toggles = new ArrayList<>();

    private FaultSchedule(Random random, int nodes, int addresses) {
        this.random = random;
        this.nodes = nodes;
        this.addresses = addresses;
    }

    /** A cluster with some faults, and at the end none: then all must be served. */
    public static Scenario of(long seed) {
        Random shape = new Random(seed * 31 + 7);
        int kind = shape.nextInt(8);
        int nodes = kind == 0 ? 2 : 3 + shape.nextInt(3);
        int addresses = 1 + shape.nextInt(4);
        boolean badScripts = shape.nextBoolean();
        boolean wallsAgree = shape.nextBoolean();
        Setting setting =
                new Setting(
                        seed,
                        new Setting.Size(nodes, addresses, 2),
                        voting(kind, nodes),
                        new Setting.Surroundings(
                                Setting.Machines.HOSTILE,
                                Setting.Messages.ROUGH,
                                badScripts ? Setting.Scripts.BAD : Setting.Scripts.UNEVEN,
                                wallsAgree ? Setting.Walls.AGREE : Setting.Walls.DIFFER,
                                Setting.Limits.SHORT),
                        Setting.Begin.COLD,
                        LENGTH);
        FaultSchedule schedule = new FaultSchedule(shape, nodes, addresses);
        schedule.startAll(new Random(seed * 17 + 3));
        schedule.choose();
        schedule.putToggles(setting.voting().first());
        schedule.callForObjects(new Random(seed * 13 + 5));
        return new Scenario(
                List.of(),
                setting,
                schedule.steps(),
                List.of(new Expectation(new Condition.Recovery(), SERVED_WITHIN)));
    }

    private static Setting.Voting voting(int kind, int nodes) {
        Setting.Lock no = Setting.Lock.NO;
        Setting.Lock yes = Setting.Lock.YES;
        Setting.Voters founded = Setting.Voters.FOUNDED;
        return switch (kind) {
            case 0 -> new Setting.Voting(VoteMode.MAJORITY, yes, nodes, founded);
            case 1 -> new Setting.Voting(VoteMode.LOCK, yes, nodes, founded);
            case 2 -> new Setting.Voting(VoteMode.BOTH, yes, nodes, founded);
            case 3 -> new Setting.Voting(VoteMode.MAJORITY, no, nodes - 1, founded);
            case 4 -> new Setting.Voting(VoteMode.MAJORITY, no, nodes, Setting.Voters.UNKNOWN);
            default -> new Setting.Voting(VoteMode.MAJORITY, no, nodes, founded);
        };
    }

    /** In one run of four, some agents start as disabled or as stopped until the faults stop. */
    private void startAll(Random choice) {
        if (choice.nextInt(4) == 0) {
            for (int node = 0; node < nodes; node++) {
                boolean disabled = choice.nextInt(3) == 0;
                boolean stopped = choice.nextInt(3) == 0;
                if (disabled || stopped) {
                    add(0, new Action.StartAs(node, state(disabled, stopped)));
                }
            }
        }
        for (int node = 0; node < nodes; node++) {
            add(choice.nextInt(300), new Action.Start(node));
        }
    }

    private static Action.StartState state(boolean disabled, boolean stopped) {
        if (disabled && stopped) {
            return Action.StartState.DISABLED_AND_STOPPED;
        }
        return disabled ? Action.StartState.DISABLED : Action.StartState.STOPPED;
    }

    private void choose() {
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            addOne();
        }
        int visits = random.nextInt(6);
        for (int i = 0; i < visits; i++) {
            visitSection();
        }
        int changes = random.nextBoolean() ? 0 : 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            changeAddresses();
        }
        if (random.nextInt(3) == 0) {
            changeFailback();
        }
    }

    /** What would only end after the length is undone by recovery. */
    private List<Step> steps() {
        return faults.stream()
                .filter(step -> step.at().compareTo(LENGTH) <= 0)
                .sorted(Comparator.comparing(Step::at))
                .toList();
    }

    private void addOne() {
        long at = random.nextLong(spanMillis);
        int node = random.nextInt(nodes);
        int other = (node + 1 + random.nextInt(nodes - 1)) % nodes;
        switch (random.nextInt(28)) {
            case 0, 1 -> isolate(at, node);
            case 2 -> cutOneWay(at, node, other);
            case 3, 4 -> pause(at, node);
            case 5 -> pauseBetweenEffects(at, node);
            case 6 -> crash(at, node);
            case 7 -> crashBetweenEffects(at, node);
            case 8 -> powerOff(at, node);
            case 9 -> operator(at, node);
            case 10, 11 -> pullCable(at, node);
            case 12 -> pullAllCables(at, node);
            case 13 -> slowRenewals(at, node);
            case 14 -> slew(at, node);
            case 15, 16 -> othersForget(at, node);
            case 17 -> split(at);
            case 18 -> blackout(at);
            case 19, 20 -> slowAnswers(at, node);
            case 21, 22 -> reload(at, node, other);
            case 23 -> endAndRestart(at, node);
            case 24 -> lock(at, node);
            case 25, 26 -> pauseMachine(at, node);
            default -> hint(at, node, other);
        }
    }

    private void add(long at, Action action) {
        faults.add(new Step(Duration.ofMillis(at), action));
    }

    private void isolate(long at, int node) {
        add(at, new Action.Isolate(node));
        add(at + length(), new Action.Join(node));
    }

    private void cutOneWay(long at, int from, int to) {
        add(at, new Action.CutWay(from, to));
        add(at + length(), new Action.Join(from));
    }

    private void pause(long at, int node) {
        add(at, new Action.Pause(node));
        add(at + length(), new Action.Resume(node));
    }

    /** Perhaps what was sent to it is lost, and who resumes it joins it again a little later. */
    private void pauseMachine(long at, int node) {
        long end = at + length();
        add(at, new Action.PauseMachine(node));
        add(end, new Action.ResumeMachine(node));
        if (random.nextBoolean()) {
            add(at, new Action.Isolate(node));
            add(end + random.nextInt(2000), new Action.Join(node));
        }
    }

    private void pauseBetweenEffects(long at, int node) {
        int effects = random.nextInt(4);
        add(at, new Action.PauseBetween(node, effects, Duration.ofMillis(length())));
    }

    private void crash(long at, int node) {
        add(at, new Action.Kill(node));
        add(at + 60 + length(), new Action.Start(node));
    }

    private void crashBetweenEffects(long at, int node) {
        int effects = random.nextInt(4);
        add(at, new Action.KillBetween(node, effects, Duration.ofMillis(60 + length())));
    }

    private void powerOff(long at, int node) {
        add(at, new Action.PowerOff(node));
        add(at + 500 + length(), new Action.Boot(node));
    }

    private void operator(long at, int node) {
        int address = random.nextInt(addresses);
        int to = random.nextInt(nodes);
        switch (random.nextInt(4)) {
            case 0 -> {
                add(at, new Action.Disable(node, node));
                enable(at + length(), node);
            }
            case 1 -> {
                add(at, new Action.Stop(node, node));
                enable(at + length(), node);
            }
            case 2 -> add(at, new Action.ShutDown(node, node));
            default -> add(at, new Action.Move(node, address, to));
        }
    }

    private void enable(long at, int node) {
        add(at, new Action.Enable(node, node));
        add(at, new Action.Continue(node, node));
    }

    /** A node is taken out of the list, or put into it; perhaps it was told to end before. */
    private void reload(long at, int target, int asked) {
        if (random.nextBoolean()) {
            add(at, new Action.ShutDown(target, target));
        }
        toggles.add(new Toggle(at + random.nextInt(1500), target, asked));
        add(at + length(), new Action.Start(target));
    }

    /** What the list says each time; it never has fewer than two nodes. */
    private void putToggles(int first) {
        TreeSet<Integer> listed = new TreeSet<>(IntStream.range(0, first).boxed().toList());
        toggles.sort(Comparator.comparingLong(Toggle::at));
        for (Toggle toggle : toggles) {
            TreeSet<Integer> changed = new TreeSet<>(listed);
            if (!changed.remove(toggle.target())) {
                changed.add(toggle.target());
            }
            if (changed.size() > 1) {
                listed = changed;
                add(toggle.at(), new Action.ListNodes(toggle.asked(), List.copyOf(listed)));
                add(toggle.at(), new Action.ReloadNodes(toggle.asked()));
            }
        }
    }

    private void endAndRestart(long at, int node) {
        add(at, new Action.ShutDown(node, node));
        add(at + 500 + length(), new Action.Start(node));
    }

    private void lock(long at, int node) {
        if (random.nextBoolean()) {
            long wait = random.nextBoolean() ? 0 : random.nextInt(3000);
            add(at, new Action.HangLock(node));
            add(at + wait, new Action.TakeLockAway());
            add(at + length(), new Action.LockAnswers(node));
        } else {
            add(at, new Action.CloseLock());
            add(at + length(), new Action.OpenLock());
        }
    }

    private void hint(long at, int node, int other) {
        add(at, new Action.Hint(node, other));
    }

    /** One node is stopped, or cut off, while all others restart and forget their promises. */
    private void othersForget(long at, int node) {
        if (random.nextBoolean()) {
            pause(at, node);
        } else {
            isolate(at, node);
        }
        for (int other = 0; other < nodes; other++) {
            if (other != node) {
                long dies = at + random.nextInt(200);
                add(dies, new Action.Kill(other));
                add(dies + 60 + random.nextInt(400), new Action.Start(other));
            }
        }
    }

    /** The nodes fall into two groups that do not hear each other. */
    private void split(long at) {
        add(at, new Action.Part(chosen(nodes, 1 + random.nextInt((1 << nodes) - 2))));
        add(at + length(), new Action.Heal());
    }

    /** The numbers below a limit whose bits are set. */
    private static List<Integer> chosen(int limit, int bits) {
        return IntStream.range(0, limit).filter(i -> (bits >> i & 1) != 0).boxed().toList();
    }

    /** A node hears everything late; then nobody hears it, and it may be stopped about then. */
    private void slowAnswers(long at, int node) {
        int late = 100 + random.nextInt(3000);
        long mute = at + 1000 + random.nextInt(6000);
        add(at, new Action.Slow(node, Duration.ofMillis(late)));
        add(mute, new Action.Mute(node));
        if (random.nextBoolean()) {
            pause(mute + random.nextInt(late + 200), node);
        }
        long quick = mute + length();
        add(quick, new Action.Slow(node, Duration.ZERO));
        add(quick, new Action.Join(node));
    }

    private void blackout(long at) {
        for (int node = 0; node < nodes; node++) {
            powerOff(at, node);
        }
    }

    private void pullCable(long at, int node) {
        int link = random.nextInt(2);
        add(at, new Action.PullLink(link, node));
        add(at + length(), new Action.PlugLink(link, node));
    }

    private void pullAllCables(long at, int node) {
        add(at, new Action.PullLinks(node));
        add(at + length(), new Action.PlugLinks(node));
    }

    private void slowRenewals(long at, int node) {
        Duration takes = Duration.ofMillis(1 + random.nextInt(random.nextBoolean() ? 50 : 3000));
        add(at, new Action.RenewalsTake(node, takes));
        add(at + length(), new Action.RenewalsTake(node, Duration.ZERO));
    }

    private void slew(long at, int node) {
        add(at, new Action.Slew(node));
        add(at + length(), new Action.Trust(node));
    }

    private void visitSection() {
        int node = random.nextInt(nodes);
        String name = Scenario.SECTIONS.get(random.nextInt(Scenario.SECTIONS.size()));
        Duration wait = Duration.ofMillis(length());
        Duration stay = Duration.ofMillis(length());
        add(random.nextLong(spanMillis), new Action.EnterSection(node, name, wait, stay));
    }

    /** In every second run, with a chance of its own: what else happens is as it would be. */
    private void callForObjects(Random choice) {
        int calls = choice.nextBoolean() ? 0 : 1 + choice.nextInt(8);
        for (int i = 0; i < calls; i++) {
            int node = choice.nextInt(nodes);
            String name = Scenario.OBJECTS.get(choice.nextInt(Scenario.OBJECTS.size()));
            Duration waiting = Duration.ofMillis(length(choice));
            Duration taking = Duration.ofMillis(length(choice));
            add(choice.nextLong(spanMillis), new Action.CallObject(node, name, waiting, taking));
        }
    }

    /** One address is deleted and comes back, or whole lists change, on some nodes. */
    private void changeAddresses() {
        long at = random.nextLong(spanMillis);
        int address = random.nextInt(addresses);
        for (int node = 0; node < nodes; node++) {
            if (random.nextInt(3) > 0) {
                long here = at + random.nextInt(300);
                if (random.nextBoolean()) {
                    deleteAddress(here, node, address);
                } else {
                    reloadAddresses(here, node, random.nextInt(1 << addresses));
                }
            }
        }
        if (random.nextBoolean()) {
            int asks = random.nextInt(nodes);
            add(at + random.nextInt(400), new Action.Reallocate(asks));
        }
    }

    /** Other addresses may go back from now on, as the files of some nodes say, or by hand. */
    private void changeFailback() {
        long at = random.nextLong(spanMillis);
        List<Integer> closed = chosen(addresses, random.nextInt(1 << addresses));
        for (int node = 0; node < nodes; node++) {
            if (random.nextInt(4) > 0) {
                add(at + random.nextInt(300), new Action.ByHand(node, closed));
            }
        }
        int asks = random.nextInt(nodes);
        add(at + length(), new Action.Failback(asks));
    }

    private void deleteAddress(long at, int node, int address) {
        add(at, new Action.DeleteAddress(node, address));
        add(at + length(), new Action.AddAddress(node, address));
    }

    /** The file keeps some addresses, some with one interface, some with another mask. */
    private void reloadAddresses(long at, int node, int bits) {
        int mask = 20 + random.nextInt(5);
        Action.Links links =
                random.nextBoolean() ? Action.Links.THE_FIRST_LINK : Action.Links.ALL_LINKS;
        add(at, new Action.ListAddresses(node, chosen(addresses, bits), mask, links));
        add(at, new Action.ReloadAddresses(node));
    }

    /** Short, long, or about as long as a promise. */
    private long length() {
        return length(random);
    }

    private static long length(Random choice) {
        return switch (choice.nextInt(3)) {
            case 0 -> 20 + choice.nextInt(1500);
            case 1 -> 3500 + choice.nextInt(2000);
            default -> 100 + choice.nextInt(9000);
        };
    }
}
