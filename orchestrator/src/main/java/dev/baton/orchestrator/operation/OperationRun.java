package dev.baton.orchestrator.operation;

import dev.baton.config.Pnn;
import dev.baton.events.callout.Call;
import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Truth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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

    private final Operation<C> operation;
    private final Contract<C, R> contract;
    private final SortedMap<Integer, Step<C>> running = new TreeMap<>();
    private final List<Step<C>> done = new ArrayList<>();
    private final List<R> results = new ArrayList<>();
    private final SortedMap<String, R> known = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();
    private final Deque<Step<C>> toUndo = new ArrayDeque<>();
    private final TreeSet<Integer> undoing = new TreeSet<>();
    private Optional<Truth<R>> trouble = Optional.empty();
    private boolean isBeingUndone;
    private int stage;
    private int lastStep = UNDOING;
    private int lastNumber;

    /** Nothing has been done yet. */
    public OperationRun(Operation<C> operation, Contract<C, R> contract) {
        this.operation = operation;
        this.contract = contract;
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
        OperationRun<C, R> run = new OperationRun<>(operation, contract);
        for (Step<C> step : operation.steps().subList(0, doneSteps)) {
            run.done.add(step);
            run.results.add(contract.nothing());
        }
        run.stage = doneSteps;
        run.lastStep = doneSteps - 1;
        run.trouble = trouble;
        return run;
    }

    /** The orders to be carried out now; none while others run, and none when all is over. */
    public List<Order<C>> advance() {
        if (!running.isEmpty()) {
            return List.of();
        }
        if (trouble.isPresent()) {
            return undoNext();
        }
        while (stage < operation.stages().size()) {
            List<Step<C>> steps = operation.stages().get(stage++).steps();
            if (!steps.isEmpty()) {
                return steps.stream().map(step -> begin(step, ++lastStep)).toList();
            }
        }
        return List.of();
    }

    private Order<C> begin(Step<C> step, int index) {
        C call =
                Optional.ofNullable(known.get(step.call().subject()))
                        .map(earlier -> contract.informed(step.call(), earlier))
                        .orElse(step.call());
        running.put(++lastNumber, step);
        return new Order<>(lastNumber, index, step.on(), call);
    }

    private List<Order<C>> undoNext() {
        if (!isBeingUndone) {
            isBeingUndone = true;
            done.forEach(
                    step ->
                            step.inverse()
                                    .reversed()
                                    .forEach(call -> toUndo.push(Step.of(step.on(), call))));
        }
        if (toUndo.isEmpty()) {
            return List.of();
        }
        Order<C> order = begin(toUndo.pop(), UNDOING);
        undoing.add(order.number());
        return List.of(order);
    }

    /** An order has come to its end. */
    public void ended(int number, Truth<R> truth) {
        Step<C> step = running.remove(number);
        if (step == null) {
            throw new IllegalStateException(
                    "expected the end of one of %s, got %d".formatted(running.keySet(), number));
        }
        if (undoing.remove(number)) {
            undone.add(undoneSentence(step.call(), truth));
        } else {
            take(step, truth);
        }
    }

    private void take(Step<C> step, Truth<R> truth) {
        switch (truth) {
            case Truth.Done<R>(R result, List<String> more) -> {
                done.add(step);
                results.add(result);
                known.put(step.call().subject(), result);
                warnings.addAll(more);
            }
            case Truth.NotDone<R> _ -> trouble = trouble.or(() -> Optional.of(truth));
            case Truth.Unknown<R> _ -> trouble = Optional.of(truth);
        }
    }

    private static String undoneSentence(Call call, Truth<?> truth) {
        String what = call.action() + " of " + call.subject();
        return truth instanceof Truth.Done<?>
                ? "undone by " + what
                : "could not be undone by " + what + ": " + truth.sentence();
    }

    /** No further stage begins; all that was done is undone once the present one has ended. */
    public void cancel(String why) {
        boolean isUnderWay = stage < operation.stages().size() || !running.isEmpty();
        if (trouble.isEmpty() && isUnderWay) {
            trouble = Optional.of(new Truth.NotDone<>(why));
        }
    }

    /** How it ended; empty while there is something to do. */
    public Optional<Ending<R>> ending() {
        if (!running.isEmpty()) {
            return Optional.empty();
        }
        if (trouble.isEmpty()) {
            return stage < operation.stages().size()
                    ? Optional.empty()
                    : Optional.of(new Ending.Succeeded<>(results, warnings));
        }
        boolean isUndone = isBeingUndone && toUndo.isEmpty();
        return isUndone ? Optional.of(ending(trouble.get())) : Optional.empty();
    }

    private Ending<R> ending(Truth<R> why) {
        return why instanceof Truth.Unknown<R>
                ? new Ending.Unknown<>(why.sentence(), undone)
                : new Ending.Failed<>(why.sentence(), undone);
    }
}
