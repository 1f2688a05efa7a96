package dev.baton.agent.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.ClusterSettings;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.Running;
import dev.baton.events.process.Shortcut;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Safety rule, section 3, and CTDB events contract, section 6: what an event is started with. */
class EventRoomTest {

    private static final Ticket TICKET = new Ticket(7);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Event TAKE =
            new Event.TakeIp(new InterfaceName("eth1"), IpAddress.of("10.0.0.5"), 24);
    private static final SequenceResult OK =
            new SequenceResult(SequenceStatus.OK, List.of(), Duration.ZERO, "");

    private final List<String> calls = new ArrayList<>();
    private final List<Input> told = new ArrayList<>();
    private final List<Shortcut.Answer> shortcuts = new ArrayList<>();
    private final Map<Ticket, Consumer<SequenceResult>> ends = new TreeMap<>();
    private Map<String, String> variables = Map.of();
    private final EventRoom room =
            new EventRoom(
                    this::starter,
                    EventEnvironment.of(settings(), Path.of("/opt/baton"), Map.of("LANG", "C")),
                    effect -> left -> new Shortcut.Answer.Failed(effect.event().name()),
                    told::add);

    /** Writes down what is started, renewed and cancelled. */
    private EventStarter starter(Duration silence) {
        calls.add("starter with silence " + silence.toMillis());
        return (ticket, event, limit, environment, shortcut, done) -> {
            calls.add("start " + event.name() + " " + limit.toSeconds());
            variables = environment;
            shortcuts.add(shortcut.take(limit));
            ends.put(ticket, done);
            return new Running() {
                @Override
                public void cancel() {
                    calls.add("cancel " + ticket);
                }

                @Override
                public void renewed() {
                    calls.add("renewed " + ticket);
                }

                @Override
                public void dismiss() {
                    calls.add("dismiss " + ticket);
                }
            };
        };
    }

    @Test
    void anEventIsStartedRenewedAndCancelledByItsTicketAndItsEndIsTold() {
        room.run(effect(new Event.Monitor(), Optional.empty()));
        room.renew(new Effect.RenewEvent(TICKET));
        room.cancel(new Effect.CancelEvent(TICKET));
        end();

        assertEquals(
                List.of("starter with silence 0", "start monitor 30", "renewed 7", "cancel 7"),
                calls);
        assertEquals(List.of(new Input.SequenceFinished(TICKET, OK)), told);
    }

    @Test
    @DisplayName("The launcher of an ended event watches until it is dismissed, once")
    void afterItsEndAnEventIsRenewedUntilItIsDismissed() {
        room.run(effect(TAKE, Optional.of(lease(soon()))));
        end();
        calls.clear();

        room.renew(new Effect.RenewEvent(TICKET));
        room.dismiss(new Effect.DismissLauncher(TICKET));
        room.dismiss(new Effect.DismissLauncher(TICKET));
        room.renew(new Effect.RenewEvent(TICKET));
        room.cancel(new Effect.CancelEvent(TICKET));

        assertEquals(List.of("renewed 7", "dismiss 7"), calls);
    }

    @Test
    @DisplayName("An agent held up until its lease is too old runs nothing under it")
    void anEventOfALeaseThatIsTooOldIsNotStarted() {
        room.run(effect(TAKE, Optional.of(lease(new Moment(System.nanoTime() - 1)))));

        assertEquals(List.of(), calls);
        Input.SequenceFinished end = (Input.SequenceFinished) told.getFirst();
        assertEquals(SequenceStatus.NOT_STARTED, end.result().status());
        assertTrue(end.result().detail().contains("lease was too old"), end.result().detail());
    }

    @Test
    void anEventOfAnAddressKnowsItsLeaseItsLifetimeAndItsNumber() {
        room.run(effect(TAKE, Optional.of(lease(soon()))));

        assertEquals(List.of("starter with silence 1500", "start takeip 30"), calls);
        assertEquals("10.0.0.5", variables.get("BATON_ADDRESS"));
        assertEquals("42", variables.get("BATON_FENCE"));
        assertEquals("3", variables.get("BATON_LIFETIME"));
        assertEquals("n1", variables.get("BATON_NODE_NAME"));
        assertEquals("base/etc/public_addresses", variables.get("BATON_PUBLIC_ADDRESSES"));
        assertEquals("C", variables.get("LANG"));
    }

    @Test
    void anEventGetsTheShortcutOfItsOwnEffect() {
        room.run(effect(TAKE, Optional.of(lease(soon()))));

        assertEquals(List.of(new Shortcut.Answer.Failed("takeip")), shortcuts);
    }

    @Test
    void anEventOfNoAddressHasNoneOfThese() {
        room.run(effect(new Event.Monitor(), Optional.empty()));

        assertEquals(
                List.of(),
                variables.keySet().stream()
                        .filter(name -> name.matches("BATON_(ADDRESS|FENCE|LIFETIME)"))
                        .toList());
    }

    @Test
    void thereIsOneStarterForEachLengthOfSilence() {
        room.run(effect(TAKE, Optional.of(lease(soon()))));
        end();
        room.run(effect(TAKE, Optional.of(lease(soon()))));
        end();
        room.run(effect(new Event.Monitor(), Optional.empty()));

        assertEquals(
                List.of("starter with silence 1500", "starter with silence 0"),
                calls.stream().filter(call -> call.startsWith("starter")).toList());
    }

    private void end() {
        Optional.ofNullable(ends.get(TICKET)).orElseThrow().accept(OK);
    }

    private static Effect.RunEvent effect(Event event, Optional<Effect.EventLease> lease) {
        return new Effect.RunEvent(TICKET, event, LIMIT, lease);
    }

    private static Effect.EventLease lease(Moment latest) {
        return new Effect.EventLease(42, 3, Duration.ofMillis(1500), latest);
    }

    private static Moment soon() {
        return new Moment(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    }

    private static ClusterSettings settings() {
        return ClusterSettings.withDefaults(
                Layout.under(Path.of("base")),
                new NodeName("n1"),
                new Pnn(0),
                NodesFile.parse("nodes", List.of("10.1.0.1")).value(),
                PublicAddressesFile.of(List.of()));
    }
}
