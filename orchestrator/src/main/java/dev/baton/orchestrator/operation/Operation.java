package dev.baton.orchestrator.operation;

import dev.baton.events.callout.Call;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Stages with barriers between them. A plan is this, printed. */
public record Operation<C extends Call>(List<Stage<C>> stages) {

    public Operation {
        stages = List.copyOf(stages);
    }

    /** Of one step. */
    public static <C extends Call> Operation<C> of(Step<C> step) {
        return inOrder(List.of(step));
    }

    /** One step after the other. */
    static <C extends Call> Operation<C> inOrder(List<Step<C>> steps) {
        return new Operation<>(steps.stream().map(Stage::of).toList());
    }

    /** What takes these steps back: the latest first, the inverse calls of each in their order. */
    public static <C extends Call> Operation<C> undoing(List<Step<C>> done) {
        List<Step<C>> steps = new ArrayList<>();
        for (Step<C> step : done.reversed()) {
            step.inverse().forEach(call -> steps.add(Step.of(step.on(), call)));
        }
        return inOrder(steps);
    }

    /** All steps, in their order. */
    public List<Step<C>> steps() {
        return stages.stream().flatMap(stage -> stage.steps().stream()).toList();
    }

    /** What it is about: operations with a subject in common run one after the other. */
    public SortedSet<String> subjects() {
        SortedSet<String> all = new TreeSet<>();
        steps().forEach(step -> all.add(step.call().subject()));
        return all;
    }
}
