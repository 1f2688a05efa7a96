package dev.baton.orchestrator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.baton.config.Pnn;
import dev.baton.config.StorageOptions;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.ganeti.Action;
import dev.baton.events.contract.ganeti.Attachment;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.GanetiContract;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.contract.ganeti.Volume;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

@DisplayName("Storage operations, section 1: stages with barriers, each with an inverse")
class OperationRunTest {

    private static final Pnn N0 = new Pnn(0);
    private static final Pnn N1 = new Pnn(1);
    private static final GanetiContract CONTRACT =
            new GanetiContract(
                    new Provider(
                            "p",
                            Path.of("/x/p"),
                            new TreeSet<>(List.of(Action.values())),
                            List.of(),
                            List.of()),
                    StorageOptions.DEFAULT);

    private final List<String> asked = new ArrayList<>();

    private static Volume volume(String name) {
        return new Volume("p", name, name, name, new TreeMap<>());
    }

    private static NewVolume fresh(String name) {
        return new NewVolume(volume(name), 64);
    }

    private static Attachment at(String device) {
        return new Attachment(Optional.of(device), List.of(), 64 << 20);
    }

    /** Answers each call by {@code action:volume}; all else is done. */
    private Ending<Attachment> play(
            OperationRun<GanetiCall, Attachment> run, Map<String, Truth<Attachment>> answers) {
        while (run.ending().isEmpty()) {
            for (OperationRun.Order<GanetiCall> order : run.advance()) {
                GanetiCall call = order.call();
                String name = call.action() + ":" + call.volume().name();
                String device =
                        call instanceof GanetiCall.Detach(var _, Optional<String> known)
                                ? known.map(path -> "@" + path).orElse("")
                                : "";
                asked.add(order.on() + " " + name + device);
                Truth<Attachment> done =
                        new Truth.Done<>(
                                call instanceof GanetiCall.Create
                                                || call instanceof GanetiCall.Attach
                                        ? at("/dev/" + call.volume().name())
                                        : Attachment.NONE);
                run.ended(order.number(), answers.getOrDefault(name, done));
            }
        }
        return run.ending().orElseThrow();
    }

    private static OperationRun<GanetiCall, Attachment> of(Operation<GanetiCall> operation) {
        return new OperationRun<>(operation, CONTRACT);
    }

    @Test
    @DisplayName("Call-outs contract, 3.9: a failed disk undoes those before it in reverse order")
    void aFailedDiskUndoesThoseBeforeItInReverseOrder() {
        var answers = new TreeMap<String, Truth<Attachment>>();
        answers.put("create:c", new Truth.NotDone<>("no space"));
        answers.put("remove:b", new Truth.NotDone<>("busy"));

        Ending<Attachment> ending =
                play(
                        of(
                                VolumeOperations.create(
                                        N0, List.of(fresh("a"), fresh("b"), fresh("c")))),
                        answers);

        assertEquals(
                List.of(
                        "0 create:a",
                        "0 create:b",
                        "0 create:c",
                        "0 detach:b@/dev/b",
                        "0 remove:b",
                        "0 detach:a@/dev/a",
                        "0 remove:a"),
                asked);
        assertEquals(
                new Ending.Failed<>(
                        "no space",
                        List.of(
                                "undone by detach of volume:b",
                                "could not be undone by remove of volume:b: busy",
                                "undone by detach of volume:a",
                                "undone by remove of volume:a")),
                ending);
    }

    @Test
    void whatNobodyCanTellEndsAsUnknownAndIsNotUndoneItself() {
        var answers = new TreeMap<String, Truth<Attachment>>();
        answers.put("create:b", new Truth.Unknown<>("killed"));

        Ending<Attachment> ending =
                play(of(VolumeOperations.create(N0, List.of(fresh("a"), fresh("b")))), answers);

        assertInstanceOf(Ending.Unknown.class, ending);
        assertEquals(List.of("0 create:a", "0 create:b", "0 detach:a@/dev/a", "0 remove:a"), asked);
    }

    @Test
    void theDeviceThatAttachFoundIsGivenToWhatComesAfterIt() {
        play(
                of(VolumeOperations.remove(N0, volume("a"), Optional.empty(), false)),
                new TreeMap<>());

        assertEquals(List.of("0 attach:a", "0 detach:a@/dev/a", "0 remove:a"), asked);
    }

    @Test
    void aCancelledOperationUndoesWhatWasDone() {
        OperationRun<GanetiCall, Attachment> run =
                of(VolumeOperations.create(N0, List.of(fresh("a"), fresh("b"))));
        int first = run.advance().getFirst().number();

        run.cancel("cancelled by an operator");
        run.ended(first, new Truth.Done<>(at("/dev/a")));

        assertInstanceOf(Ending.Failed.class, play(run, new TreeMap<>()));
        assertEquals(List.of("0 detach:a@/dev/a", "0 remove:a"), asked);
    }

    @Test
    void whatWasNotOrderedCannotEnd() {
        var run = of(VolumeOperations.attach(N0, volume("a")));

        assertThrows(
                IllegalStateException.class, () -> run.ended(1, new Truth.Done<>(Attachment.NONE)));
    }

    @Test
    void anOperationGoesOnWhereItsDriverDied() {
        Operation<GanetiCall> remove =
                VolumeOperations.remove(N0, volume("a"), Optional.empty(), false);

        Ending<Attachment> ending =
                play(OperationRun.resumed(remove, CONTRACT, 2, Optional.empty()), new TreeMap<>());

        assertInstanceOf(Ending.Succeeded.class, ending);
        assertEquals(List.of("0 remove:a"), asked);
    }

    @Test
    void whatWasBeingUndoneIsUndone() {
        Operation<GanetiCall> create = VolumeOperations.create(N0, List.of(fresh("a"), fresh("b")));
        Truth<Attachment> trouble = new Truth.NotDone<>("no space");

        Ending<Attachment> ending =
                play(
                        OperationRun.resumed(create, CONTRACT, 1, Optional.of(trouble)),
                        new TreeMap<>());

        assertInstanceOf(Ending.Failed.class, ending);
        assertEquals(List.of("0 detach:a", "0 remove:a"), asked);
    }

    @Test
    void stepsOfAStageRunSideBySideAndTheNextWaitsForAll() {
        Stage<GanetiCall> both =
                new Stage<>(
                        List.of(
                                Step.of(N0, new GanetiCall.Attach(volume("a"))),
                                Step.of(N1, new GanetiCall.Attach(volume("b")))));
        var run =
                of(
                        new Operation<>(
                                List.of(
                                        both,
                                        Stage.of(Step.of(N0, new GanetiCall.Close(volume("a")))))));

        List<OperationRun.Order<GanetiCall>> orders = run.advance();
        run.ended(orders.getFirst().number(), new Truth.Done<>(at("/dev/a")));

        assertEquals(2, orders.size());
        assertEquals(List.of(), run.advance());
        run.ended(orders.getLast().number(), new Truth.Done<>(at("/dev/b")));
        assertEquals(1, run.advance().size());
    }
}
