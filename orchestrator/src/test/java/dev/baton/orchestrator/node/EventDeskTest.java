package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.sequence.EventLanes;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

@DisplayName("How long the launcher of an event watches (safety rule, section 3)")
class EventDeskTest {

    private static final IpAddress IP = IpAddress.of("10.50.1.1");
    private static final Event TAKE = new Event.TakeIp(new InterfaceName("eth0"), IP, 24);

    private final EventDesk desk =
            new EventDesk(
                    new EventLanes(4),
                    () -> Duration.ofSeconds(30),
                    (_, _) -> StartPermit.WITHOUT_LEASE,
                    (_, _, _, _) -> {});

    private static Work work() {
        return new Work(new Moment(0), 0);
    }

    private List<Ticket> dismissed(Work work) {
        return work.step().effects().stream()
                .filter(Effect.DismissLauncher.class::isInstance)
                .map(effect -> ((Effect.DismissLauncher) effect).ticket())
                .toList();
    }

    private Work end(Ticket ticket) {
        Work work = work();
        desk.finished(
                work, ticket, new SequenceResult(SequenceStatus.OK, List.of(), Duration.ZERO, ""));
        return work;
    }

    @Test
    @DisplayName("Monitoring, section 2: waiting before the first script is told apart")
    void anEventSaysHowLongItWaitedForOthers() {
        Ticket first = desk.submit(work(), TAKE, new Purpose.OfAddress(IP));
        desk.submit(work(), TAKE, new Purpose.OfAddress(IP));
        SequenceResult ok = new SequenceResult(SequenceStatus.OK, List.of(), Duration.ZERO, "");
        desk.finished(new Work(new Moment(700), 0), first, ok);
        Work end = new Work(new Moment(900), 0);
        desk.finished(end, new Ticket(2), ok);

        assertEquals(
                List.of(Duration.ofNanos(700)),
                end.step().facts().stream()
                        .map(fact -> ((Fact.EventEnded) fact).waited())
                        .toList());
    }

    @Test
    void theLauncherOfAnEventOfTheNodeLeavesWithTheEvent() {
        Ticket ticket = desk.submit(work(), new Event.Startup(), new Purpose.Life());

        assertEquals(List.of(ticket), dismissed(end(ticket)));
    }

    @Test
    void theLaunchersOfAnAddressLeaveOnceTheAddressIsInOrder() {
        Ticket take = desk.submit(work(), TAKE, new Purpose.OfAddress(IP));
        Ticket again = desk.submit(work(), TAKE, new Purpose.OfAddress(IP));
        assertEquals(List.of(), dismissed(end(take)));
        assertEquals(List.of(), dismissed(end(again)));

        Work settled = work();
        desk.settled(settled, IP);
        assertEquals(List.of(take, again), dismissed(settled));

        Work later = work();
        desk.settled(later, IP);
        assertEquals(List.of(), dismissed(later));
    }
}
