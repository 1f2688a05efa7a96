package dev.baton.orchestrator.operation;

import dev.baton.config.Pnn;
import dev.baton.events.callout.Call;
import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Truth;
import dev.baton.orchestrator.stage.Barrier;
import dev.baton.orchestrator.stage.StagedRun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Carries one operation through, stage by stage; when a step fails, what had been done is undone in
 * reverse order.
 *
 * <p>Whoever drives it carries out what {@link #advance} says and reports each order once. Source:
 * storage operations, section 1; storage call-outs contract, section 3.9.
 *
 * @param <C> calls of one contract
 * @param <R> what they yield
 */
public final class OperationRun<C extends Call, R> {

    /** In place of a step's number for what undoes one. */
    public static final int UNDOING = -1;

    /**
     * A call to be followed to its end on a node.
     *
     * @param step which of the operation's steps, from 0; {@link #UNDOING} for what undoes one
     */
    public record Order<C extends Call>(int number, int step, Pnn on, C call) {}

    /** Stages one way, and how far they have come. */
    private record Course<C extends Call>(
            Operation<C> operation, StagedRun<Integer, Order<C>> stages) {

        Course(Operation<C> operation, int done) {
            this(operation, StagedRun.behind(done, operation.stages().size(), Barrier.KEPT));
        }

        List<Order<C>> advance(Function<Stage<C>, SortedMap<Integer, Order<C>>> orders) {
            return List.copyOf(
                    stages.advance(stage -> orders.apply(operation.stages().get(stage))).values());
        }

        Optional<Order<C>> answered(int number) {
            return stages.answered(number, stages.stage(), _ -> true);
        }
    }

    private final Contract<C, R> contract;
    private final Course<C> forth;
    private Optional<Course<C>> back = Optional.empty();
    private final List<Step<C>> done = new ArrayList<>();
    private final List<R> results = new ArrayList<>();
    private final SortedMap<Pnn, SortedMap<String, R>> known = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();
    private final SortedMap<String, Order<C>> stuck = new TreeMap<>();
    private Optional<Truth<R>> trouble = Optional.empty();
    private int lastStep = UNDOING;
    private int lastNumber;

    /** Nothing has been done yet. */
    public OperationRun(Operation<C> operation, Contract<C, R> contract) {
        this(operation, contract, 0);
    }

    private OperationRun(Operation<C> operation, Contract<C, R> contract, int doneSteps) {
        this.contract = contract;
        this.forth = new Course<>(operation, doneSteps);
        this.lastStep = doneSteps - 1;
        for (Step<C> step : operation.steps().subList(0, doneSteps)) {
            done.add(step);
            results.add(contract.nothing());
        }
    }

    /**
     * One that was under way when its driver died, with one step in each stage.
     *
     * @param doneSteps how many had been done
     * @param trouble what ended it, when it was being undone already
     */
    public static <C extends Call, R> OperationRun<C, R> resumed(
            Operation<C> operation,
            Contract<C, R> contract,
            int doneSteps,
            Optional<Truth<R>> trouble) {
        OperationRun<C, R> run = new OperationRun<>(operation, contract, doneSteps);
        run.trouble = trouble;
        List<Step<C>> steps = operation.steps();
        if (trouble.isPresent() && doneSteps < steps.size()) {
            run.failed(steps.get(doneSteps));
        }
        return run;
    }

    /** The orders to be carried out now; none while others run, and none when all is over. */
    public List<Order<C>> advance() {
        boolean isUnderWay =
                Stream.concat(Stream.of(forth), back.stream())
                        .anyMatch(course -> !course.stages().pending().isEmpty());
        if (isUnderWay) {
            return List.of();
        }
        if (trouble.isEmpty()) {
            return forth.advance(stage -> orders(stage, true));
        }
        Course<C> inverse = back.orElseGet(() -> new Course<>(Operation.undoing(done), 0));
        back = Optional.of(inverse);
        return inverse.advance(stage -> orders(possible(stage), false));
    }

    /**
     * What one node could not let go of is given back to no other: two nodes could have it then.
     */
    private Stage<C> possible(Stage<C> stage) {
        List<Step<C>> possible = new ArrayList<>();
        for (Step<C> step : stage.steps()) {
            Optional<Order<C>> before =
                    Optional.ofNullable(stuck.get(step.call().subject()))
                            .filter(order -> !order.on().equals(step.on()));
            if (before.isPresent()) {
                undone.add(
                        "could not be undone by %s of %s on node %s: node %s may have it still"
                                .formatted(
                                        step.call().action(),
                                        step.call().subject(),
                                        step.on(),
                                        before.get().on()));
            } else {
                possible.add(step);
            }
        }
        return new Stage<>(possible);
    }

    private SortedMap<Integer, Order<C>> orders(Stage<C> stage, boolean forward) {
        TreeMap<Integer, Order<C>> orders = new TreeMap<>();
        for (Step<C> step : stage.steps()) {
            int number = ++lastNumber;
            int index = forward ? ++lastStep : UNDOING;
            orders.put(number, new Order<>(number, index, step.on(), informed(step)));
        }
        return orders;
    }

    /** A device is one of its node: what another node was told is of no use. */
    private C informed(Step<C> step) {
        return Optional.ofNullable(known.get(step.on()))
                .flatMap(here -> Optional.ofNullable(here.get(step.call().subject())))
                .map(earlier -> contract.informed(step.call(), earlier))
                .orElse(step.call());
    }

    /** An order has come to its end. */
    public void ended(int number, Truth<R> truth) {
        Optional<Order<C>> order = forth.answered(number);
        if (order.isPresent()) {
            take(forth.operation().steps().get(order.get().step()), truth);
            return;
        }
        Order<C> inverse =
                back.flatMap(course -> course.answered(number))
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "expected the end of an order that is under way,"
                                                        + " got "
                                                        + number));
        undone.add(undoneSentence(inverse.call(), truth));
        if (!(truth instanceof Truth.Done<R>)) {
            stuck.putIfAbsent(inverse.call().subject(), inverse);
        }
    }

    private void take(Step<C> step, Truth<R> truth) {
        switch (truth) {
            case Truth.Done<R>(R result, List<String> more) -> {
                done.add(step);
                results.add(result);
                if (!result.equals(contract.nothing())) {
                    known.computeIfAbsent(step.on(), _ -> new TreeMap<>())
                            .put(step.call().subject(), result);
                }
                warnings.addAll(more);
            }
            case Truth.NotDone<R> _ when step.mayFail() -> untidy(step, truth);
            case Truth.Unknown<R> _ when step.mayFail() -> untidy(step, truth);
            case Truth.NotDone<R> _ -> {
                trouble = trouble.or(() -> Optional.of(truth));
                failed(step);
            }
            case Truth.Unknown<R> _ -> {
                trouble = Optional.of(truth);
                failed(step);
            }
        }
    }

    private void failed(Step<C> step) {
        if (step.weight() == Step.Weight.UNDONE_TOO) {
            done.add(step);
        }
    }

    private void untidy(Step<C> step, Truth<R> truth) {
        done.add(step);
        results.add(contract.nothing());
        warnings.add("on node " + step.on() + " " + truth.sentence());
    }

    private static String undoneSentence(Call call, Truth<?> truth) {
        String what = call.action() + " of " + call.subject();
        return truth instanceof Truth.Done<?>
                ? "undone by " + what
                : "could not be undone by " + what + ": " + truth.sentence();
    }

    /** No further stage begins; all that was done is undone once the present one has ended. */
    public void cancel(String why) {
        if (trouble.isEmpty() && !forth.stages().isDone()) {
            trouble = Optional.of(new Truth.NotDone<>(why));
        }
    }

    /** How it ended; empty while there is something to do. */
    public Optional<Ending<R>> ending() {
        if (trouble.isEmpty()) {
            return forth.stages().isDone()
                    ? Optional.of(new Ending.Succeeded<>(results, warnings))
                    : Optional.empty();
        }
        return back.filter(course -> course.stages().isDone()).map(_ -> ending(trouble.get()));
    }

    private Ending<R> ending(Truth<R> why) {
        return why instanceof Truth.Unknown<R>
                ? new Ending.Unknown<>(why.sentence(), undone)
                : new Ending.Failed<>(why.sentence(), undone);
    }
}
