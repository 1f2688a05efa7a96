package dev.baton.testcluster.scenario;

import dev.baton.config.VoteMode;
import dev.baton.testcluster.scenario.Setting.Surroundings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Ways to make a scenario simpler; whether it still fails is for others to find out. */
final class Simpler {

    private static final Surroundings CALM = Surroundings.CALM;

    private Simpler() {}

    /** Empty when no such scenario can be. */
    static Optional<Scenario> tried(Scenario scenario, UnaryOperator<Scenario> change) {
        try {
            return Optional.of(change.apply(scenario));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    // ---- less chance, fewer peculiarities

    /** What a setting could do without. */
    static List<UnaryOperator<Setting>> settings() {
        return List.of(
                around(_ -> CALM),
                around(
                        it ->
                                new Surroundings(
                                        CALM.machines(),
                                        it.messages(),
                                        it.scripts(),
                                        it.walls(),
                                        it.limits())),
                around(
                        it ->
                                new Surroundings(
                                        it.machines(),
                                        CALM.messages(),
                                        it.scripts(),
                                        it.walls(),
                                        it.limits())),
                around(
                        it ->
                                new Surroundings(
                                        it.machines(),
                                        it.messages(),
                                        CALM.scripts(),
                                        it.walls(),
                                        it.limits())),
                around(
                        it ->
                                new Surroundings(
                                        it.machines(),
                                        it.messages(),
                                        it.scripts(),
                                        CALM.walls(),
                                        it.limits())),
                around(
                        it ->
                                new Surroundings(
                                        it.machines(),
                                        it.messages(),
                                        it.scripts(),
                                        it.walls(),
                                        CALM.limits())),
                it -> it.withSize(new Setting.Size(it.size().nodes(), it.size().addresses(), 1)),
                it -> it.withVoting(byMajority(it.size())));
    }

    private static UnaryOperator<Setting> around(UnaryOperator<Surroundings> change) {
        return it -> it.withSurroundings(change.apply(it.around()));
    }

    private static Setting.Voting byMajority(Setting.Size size) {
        return new Setting.Voting(
                VoteMode.MAJORITY, Setting.Lock.NO, size.nodes(), Setting.Voters.FOUNDED);
    }

    /** Begun when all is served, instead of by starting each agent. */
    static Scenario begunServed(Scenario scenario) {
        List<Step> rest = new ArrayList<>(scenario.steps());
        while (!rest.isEmpty() && rest.getFirst().action() instanceof Action.Start) {
            rest.removeFirst();
        }
        Setting setting = scenario.setting();
        Setting served =
                new Setting(
                        setting.seed(),
                        setting.size(),
                        setting.voting(),
                        setting.around(),
                        Setting.Begin.SERVED,
                        setting.length());
        return scenario.withSetting(served).withSteps(rest);
    }

    // ---- fewer of everything

    /** What names the node is left out; nodes after it move up. */
    static Scenario withoutNode(Scenario scenario, int node) {
        Setting.Size size = scenario.setting().size();
        Setting.Voting voting = scenario.setting().voting();
        int nodes = size.nodes() - 1;
        int first = voting.first() == size.nodes() ? nodes : Math.min(voting.first(), nodes);
        Setting fewer =
                scenario.setting()
                        .withVoting(
                                new Setting.Voting(
                                        voting.mode(), voting.lock(), first, voting.voters()))
                        .withSize(new Setting.Size(nodes, size.addresses(), size.links()));
        return without(scenario, fewer, "node", node);
    }

    /** What names the address is left out; addresses after it move up. */
    static Scenario withoutAddress(Scenario scenario, int address) {
        Setting.Size size = scenario.setting().size();
        Setting fewer =
                scenario.setting()
                        .withSize(
                                new Setting.Size(size.nodes(), size.addresses() - 1, size.links()));
        return without(scenario, fewer, "address", address);
    }

    private static Scenario without(Scenario scenario, Setting fewer, String slot, int gone) {
        Renumbering renumbering = new Renumbering(slot, gone);
        List<Step> steps = new ArrayList<>();
        for (Step step : scenario.steps()) {
            renumbering
                    .of(Language.ACTIONS, step.action())
                    .ifPresent(action -> steps.add(new Step(step.at(), action)));
        }
        List<Expectation> expectations = new ArrayList<>();
        for (Expectation each : scenario.expectations()) {
            renumbering
                    .of(Language.CONDITIONS, each.condition())
                    .ifPresent(it -> expectations.add(new Expectation(it, each.within())));
        }
        return new Scenario(scenario.about(), fewer, steps, expectations);
    }

    /** One node, or one address, is gone; later ones move up. */
    private record Renumbering(String slot, int gone) {

        /** Empty when it is about what is gone. */
        <T> Optional<T> of(Language<T> language, T value) {
            boolean[] isGone = new boolean[1];
            T changed =
                    language.with(
                            value,
                            (name, old) -> {
                                isGone[0] |= name.equals(slot) && old.equals(gone);
                                return renumbered(name, old);
                            });
            return isGone[0] ? Optional.empty() : Optional.of(changed);
        }

        private Object renumbered(String name, Object old) {
            if (name.equals(slot)) {
                return moved((Integer) old);
            }
            if (old instanceof List<?> numbers && name.startsWith(slot)) {
                return numbers.stream()
                        .map(Integer.class::cast)
                        .filter(number -> number != gone)
                        .map(this::moved)
                        .toList();
            }
            return old;
        }

        private int moved(int number) {
            return number > gone ? number - 1 : number;
        }
    }

    // ---- shorter and rounder times

    /** The time before a step; before the end, when its index is that of none. */
    static Duration gap(Scenario scenario, int index) {
        Duration before = index == 0 ? Duration.ZERO : scenario.steps().get(index - 1).at();
        return instant(scenario, index).minus(before);
    }

    private static Duration instant(Scenario scenario, int index) {
        return index == scenario.steps().size()
                ? scenario.setting().length()
                : scenario.steps().get(index).at();
    }

    /** With that much time before a step; all later ones keep their distances. */
    static Scenario withGap(Scenario scenario, int index, Duration gap) {
        Duration shift = gap.minus(gap(scenario, index));
        List<Step> steps = new ArrayList<>(scenario.steps());
        for (int i = index; i < steps.size(); i++) {
            Step step = steps.get(i);
            steps.set(i, new Step(step.at().plus(shift), step.action()));
        }
        Setting setting = scenario.setting();
        Setting moved = setting.withLength(setting.length().plus(shift));
        return new Scenario(scenario.about(), moved, steps, scenario.expectations());
    }

    /** The times inside a step, rounded. */
    static Scenario withRoundTimes(Scenario scenario, int index, Duration unit) {
        if (index == scenario.steps().size()) {
            return scenario;
        }
        List<Step> steps = new ArrayList<>(scenario.steps());
        Step step = steps.get(index);
        Action rounded =
                Language.ACTIONS.with(
                        step.action(),
                        (_, old) -> old instanceof Duration time ? round(time, unit) : old);
        steps.set(index, new Step(step.at(), rounded));
        return scenario.withSteps(steps);
    }

    /** Downwards. */
    static Duration round(Duration time, Duration unit) {
        return unit.multipliedBy(time.dividedBy(unit));
    }
}
