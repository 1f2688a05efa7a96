package dev.baton.agent.opennebula;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.Refusal;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The core is a list of what it was asked; its clock stands where the test puts it. */
@Timeout(20)
@DisplayName("Storage call-outs contract, 4.2 and 6: the front-end's right is a lease")
class SectionRoleTest {

    private static final Duration AMPLE = Duration.ofSeconds(10);
    private static final String NAME = "opennebula-datastore-1";

    private final List<OperatorCommand> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong(1_000_000_000L);
    private final AtomicInteger losses = new AtomicInteger();
    private volatile boolean grants = true;
    private volatile SectionRole.Seen seen = published(new TreeMap<>());
    private final SectionRole role = new SectionRole(this::core, () -> seen, clock::get);

    private CompletableFuture<OperatorReply> core(OperatorCommand command) {
        asked.add(command);
        OperatorReply reply = new OperatorReply.Done("left");
        if (command instanceof OperatorCommand.EnterSection(String name, long _)) {
            reply =
                    grants
                            ? new OperatorReply.Entered(name, 7)
                            : new OperatorReply.TimedOut("not free");
        }
        return CompletableFuture.completedFuture(reply);
    }

    private Moment now() {
        return new Moment(clock.get());
    }

    private SectionRole.Seen published(SortedMap<String, NodeView.Section> sections) {
        return new SectionRole.Seen(now(), sections);
    }

    private void holds(long number, Duration left) {
        TreeMap<String, NodeView.Section> sections = new TreeMap<>();
        sections.put(NAME, new NodeView.Section(number, now().plus(left)));
        seen = published(sections);
    }

    private FrontEndRole.Held enter() throws Refusal {
        return role.enter(1, Duration.ofSeconds(3), losses::incrementAndGet);
    }

    private long count(Class<? extends OperatorCommand> kind) {
        return asked.stream().filter(kind::isInstance).count();
    }

    @Test
    void jobsOfOneNodeHoldItTogetherAndTheLastGivesItBack() throws Exception {
        FrontEndRole.Held first = enter();
        holds(7, Duration.ofSeconds(4));
        FrontEndRole.Held second = enter();

        first.close();

        assertEquals(1, count(OperatorCommand.EnterSection.class));
        assertEquals(0, count(OperatorCommand.LeaveSection.class));
        second.close();
        second.close();
        assertEquals(7, second.number());
        assertEquals(new OperatorCommand.LeaveSection(NAME, 7), asked.getLast());
        assertEquals(1, count(OperatorCommand.LeaveSection.class));
        assertEquals(0, losses.get());
    }

    @Test
    void aRightThatEndsSoonIsLostOnceForEachThatHeldIt() throws Exception {
        enter();
        holds(7, Duration.ofSeconds(4));
        FrontEndRole.Held second = enter();

        holds(7, Duration.ofMillis(900));

        await().atMost(AMPLE).until(() -> losses.get() == 2);
        second.close();
        assertEquals(1, count(OperatorCommand.LeaveSection.class));
    }

    @Test
    void aRightOfAnotherNumberIsNotOurs() throws Exception {
        enter();

        holds(8, Duration.ofSeconds(4));
        clock.addAndGet(1);
        seen = new SectionRole.Seen(now(), seen.sections());

        await().atMost(AMPLE).until(() -> losses.get() == 1);
    }

    @Test
    void aViewThatIsOlderThanTheRightSaysNothingOfItForASecond() throws Exception {
        clock.addAndGet(1_000_000L);
        FrontEndRole.Held held = enter();

        enter();

        assertEquals(1, count(OperatorCommand.EnterSection.class));
        assertEquals(0, losses.get());
        clock.addAndGet(2_000_000_000L);
        await().atMost(AMPLE).until(() -> losses.get() == 2);
        held.close();
    }

    @Test
    void whoDoesNotGetItHearsWhy() {
        grants = false;

        Refusal refusal = assertThrows(Refusal.class, this::enter);

        assertTrue(
                refusal.sentence()
                        .startsWith(
                                "this node did not become the front-end of datastore 1 within 3"),
                refusal.sentence());
    }
}
