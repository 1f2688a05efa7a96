package dev.baton.orchestrator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

@DisplayName("Storage call-outs contract, 3.7: volumes go from node to node")
class MovesOfVolumesTest {

    private static final Pnn A = new Pnn(0);
    private static final Pnn B = new Pnn(1);
    private static final Volume VOLUME = new Volume("p", "v", "v", "v", new TreeMap<>());
    private static final GanetiContract CONTRACT =
            new GanetiContract(
                    new Provider(
                            "p",
                            Path.of("/x/p"),
                            new TreeSet<>(List.of(Action.values())),
                            List.of(),
                            List.of()),
                    StorageOptions.DEFAULT);

    private static final Operation<GanetiCall> MIGRATE =
            VolumeOperations.migrate(A, B, VOLUME, Optional.of("/dev/a"));
    private static final Operation<GanetiCall> FAILOVER =
            VolumeOperations.failover(A, B, VOLUME, Optional.of("/dev/a"));

    private final List<String> asked = new ArrayList<>();

    /** Who has what, as far as scripts did it; a call that is cut off may have, and may not. */
    private final Map<Pnn, String> modes = new TreeMap<>();

    private final SortedSet<Pnn> attached = new TreeSet<>();

    private static String word(GanetiCall call) {
        return call instanceof GanetiCall.Open(var _, boolean alone)
                ? alone ? "open alone" : "open shared"
                : call instanceof GanetiCall.Detach(var _, Optional<String> device)
                        ? "detach" + device.map(path -> " " + path).orElse("")
                        : call.action();
    }

    private void happens(Pnn on, GanetiCall call) {
        switch (call) {
            case GanetiCall.Attach _ -> attached.add(on);
            case GanetiCall.Detach _ -> {
                attached.remove(on);
                modes.remove(on);
            }
            case GanetiCall.Open(var _, boolean alone) -> modes.put(on, alone ? "alone" : "shared");
            case GanetiCall.Close _ -> modes.remove(on);
            case GanetiCall.Create _,
                    GanetiCall.Remove _,
                    GanetiCall.Grow _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Snapshot _ ->
                    throw new IllegalStateException("not of a move: " + call);
        }
        boolean alone = modes.containsValue("alone");
        assertTrue(!alone || modes.size() == 1, "one has it alone, and another too: " + asked);
    }

    /**
     * What a call that does not succeed says.
     *
     * @param at the number of the order, from 1
     * @param dead the node that answers nothing from then on
     */
    private record Fault(int at, Truth<Attachment> truth, boolean happens, boolean dead) {}

    private Ending<Attachment> play(Operation<GanetiCall> operation, Fault fault) {
        attached.add(A);
        if (operation.equals(MIGRATE)) {
            modes.put(A, "alone");
        }
        OperationRun<GanetiCall, Attachment> run = new OperationRun<>(operation, CONTRACT);
        Optional<Pnn> dead = Optional.empty();
        while (run.ending().isEmpty()) {
            for (OperationRun.Order<GanetiCall> order : run.advance()) {
                asked.add(order.on() + " " + word(order.call()));
                boolean isFault = order.number() == fault.at();
                boolean isDead = dead.filter(order.on()::equals).isPresent();
                if (isFault ? fault.happens() : !isDead) {
                    happens(order.on(), order.call());
                }
                if (isFault && fault.dead()) {
                    dead = Optional.of(order.on());
                }
                Truth<Attachment> done = new Truth.Done<>(result(order));
                Truth<Attachment> late = isDead ? new Truth.Unknown<>("lost") : done;
                run.ended(order.number(), isFault ? fault.truth() : late);
            }
        }
        return run.ending().orElseThrow();
    }

    private static Attachment result(OperationRun.Order<GanetiCall> order) {
        return order.call() instanceof GanetiCall.Attach
                ? new Attachment(Optional.of("/dev/b"), List.of(), 64 << 20)
                : Attachment.NONE;
    }

    private static Fault none() {
        return new Fault(0, new Truth.NotDone<>(""), false, false);
    }

    @Test
    void aMigrationOpensSharedBeforeTheOtherNodeAttaches() {
        assertInstanceOf(Ending.Succeeded.class, play(MIGRATE, none()));
        assertEquals(
                List.of(
                        "0 open shared",
                        "1 attach",
                        "1 close",
                        "1 open shared",
                        "0 close",
                        "1 open alone",
                        "0 detach /dev/a"),
                asked);
        assertEquals(Map.of(B, "alone"), modes);
    }

    @Test
    void aFailoverDetachesFirst() {
        assertInstanceOf(Ending.Succeeded.class, play(FAILOVER, none()));
        assertEquals(List.of("0 detach /dev/a", "1 attach", "1 open alone"), asked);
        assertEquals(new TreeSet<>(List.of(B)), attached);
    }

    @Test
    void aMigrationThatFailsGivesTheVolumeBack() {
        Ending<Attachment> ending =
                play(MIGRATE, new Fault(5, new Truth.NotDone<>("in use"), false, false));

        assertInstanceOf(Ending.Failed.class, ending);
        assertEquals(
                List.of("1 close", "1 detach /dev/b", "0 open alone"),
                asked.subList(5, asked.size()));
        assertEquals(Map.of(A, "alone"), modes);
        assertEquals(new TreeSet<>(List.of(A)), attached);
    }

    @Test
    void anAttachNobodySawTheEndOfIsUndoneToo() {
        play(MIGRATE, new Fault(2, new Truth.Unknown<>("killed"), true, false));

        assertEquals(
                List.of("0 open shared", "1 attach", "1 close", "1 detach", "0 open alone"), asked);
        assertEquals(new TreeSet<>(List.of(A)), attached);
    }

    @Test
    void aDetachThatFailsAtTheEndIsAWarning() {
        Ending<Attachment> ending =
                play(MIGRATE, new Fault(7, new Truth.NotDone<>("detach failed"), false, false));

        assertEquals(
                List.of("on node 0 detach failed"),
                ending instanceof Ending.Succeeded<Attachment> done
                        ? done.warnings()
                        : List.of(ending.toString()));
        assertEquals(Map.of(B, "alone"), modes);
    }

    @Test
    void aDeadNodeIsNotAskedToOpenAloneForTheOther() {
        Ending<Attachment> ending =
                play(MIGRATE, new Fault(6, new Truth.Unknown<>("lost"), true, true));

        assertEquals(
                "could not be undone by open of volume:v on node 0: node 1 may have it still",
                ending instanceof Ending.Unknown<Attachment> unknown
                        ? unknown.undone().getLast()
                        : ending.toString());
        assertEquals(Map.of(B, "alone"), modes);
    }

    @Test
    @DisplayName("Whatever step fails, is cut off or loses its node: never two, one of them alone")
    void whateverGoesWrongNoNodeHasItAloneBesideAnother() {
        for (Operation<GanetiCall> operation : List.of(MIGRATE, FAILOVER)) {
            for (int at = 1; at <= operation.steps().size() + 3; at++) {
                for (Truth<Attachment> truth :
                        List.<Truth<Attachment>>of(
                                new Truth.NotDone<>("no"), new Truth.Unknown<>("cut off"))) {
                    boolean isUnknown = truth instanceof Truth.Unknown<Attachment>;
                    for (boolean happens : isUnknown ? List.of(true, false) : List.of(false)) {
                        for (boolean dead : isUnknown ? List.of(true, false) : List.of(false)) {
                            tried(operation, new Fault(at, truth, happens, dead));
                        }
                    }
                }
            }
        }
    }

    private void tried(Operation<GanetiCall> operation, Fault fault) {
        asked.clear();
        modes.clear();
        attached.clear();

        Ending<Attachment> ending = play(operation, fault);

        boolean somebodyHasIt = !attached.isEmpty() || operation.equals(FAILOVER);
        assertTrue(somebodyHasIt, fault + ": nobody has it: " + asked);
        if (ending instanceof Ending.Succeeded<Attachment> && !fault.dead()) {
            assertTrue(attached.contains(B), fault + ": " + asked);
        }
        if (ending instanceof Ending.Failed<Attachment>(var _, List<String> undone)
                && undone.stream().noneMatch(each -> each.startsWith("could not"))) {
            assertTrue(!attached.contains(B), fault + ": " + asked);
        }
    }

    @Test
    @DisplayName("A driver that died in every place: what was begun is gone through or undone")
    void anOperationGoesOnWhereItsDriverDied() {
        for (int done = 0; done < MIGRATE.steps().size(); done++) {
            for (boolean troubled : List.of(true, false)) {
                Optional<Truth<Attachment>> trouble =
                        troubled ? Optional.of(new Truth.Unknown<>("lost")) : Optional.empty();
                OperationRun<GanetiCall, Attachment> run =
                        OperationRun.resumed(MIGRATE, CONTRACT, done, trouble);
                modes.clear();
                attached.clear();
                MIGRATE.steps().subList(0, done).forEach(step -> happens(step.on(), step.call()));
                while (run.ending().isEmpty()) {
                    for (OperationRun.Order<GanetiCall> order : run.advance()) {
                        happens(order.on(), order.call());
                        run.ended(order.number(), new Truth.Done<>(Attachment.NONE));
                    }
                }
                assertEquals(
                        Map.of(troubled ? A : B, "alone"), modes, done + " troubled " + troubled);
            }
        }
    }
}
