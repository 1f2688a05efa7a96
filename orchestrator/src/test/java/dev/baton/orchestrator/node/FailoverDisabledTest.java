package dev.baton.orchestrator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** {@code [failover] disabled}: CTDB events contract, sections 13 (step 3), 13.2 and 13.4. */
class FailoverDisabledTest {

    private static final Pnn N1 = new Pnn(1);

    private final SmallCluster cluster = new SmallCluster(2, 2);

    private SmallCluster started() {
        cluster.rules = NodeRules.DEFAULT.withFailover(Duration.ofSeconds(10), Duration.ZERO, true);
        cluster.startAll();
        cluster.run(Duration.ofSeconds(5));
        return cluster;
    }

    private boolean ranAny(String event) {
        return cluster.ran.stream().anyMatch(each -> each.endsWith(" " + event));
    }

    @Test
    @DisplayName("Only ipreallocated runs; nodes live, are monitored and healthy (13, step 3)")
    void noAddressEvents() {
        started();
        cluster.ask(0, new OperatorCommand.Disable(N1, ""));
        cluster.run(Duration.ofSeconds(5));

        assertEquals(0, cluster.served());
        assertTrue(ranAny("ipreallocated"));
        assertTrue(ranAny("monitor"));
        for (String event : List.of("startipreallocate", "takeip", "releaseip", "updateip")) {
            assertTrue(!ranAny(event), event);
        }
    }

    @Test
    @DisplayName("Addresses found on the node are somebody else's and stay (13.2.2, 13.4)")
    void foundAddressesStay() {
        started();
        AddressSeen seen = new AddressSeen(SmallCluster.ip(1), 24, SmallCluster.ETH, -1, true);

        cluster.give(0, new Input.AddressAppeared(seen));
        cluster.give(0, new Input.AddressesObserved(List.of(seen)));
        cluster.ask(0, new OperatorCommand.StopNode(new Pnn(0), ""));
        cluster.run(Duration.ofSeconds(5));
        cluster.give(0, new Input.StopAsked("operator"));
        cluster.run(Duration.ofSeconds(5));

        assertEquals(List.of(), cluster.dropped);
        assertTrue(!cluster.isAlive(0));
        assertTrue(!ranAny("releaseip"));
    }

    @Test
    @DisplayName("A move is refused with its reason")
    void movesAreRefused() {
        started();
        cluster.replies.clear();

        cluster.ask(1, new OperatorCommand.Move(SmallCluster.ip(1), N1));
        cluster.run(Duration.ofSeconds(1));

        OperatorReply.Refused no =
                assertInstanceOf(OperatorReply.Refused.class, cluster.replies.getFirst());
        assertTrue(no.why().startsWith("[failover] disabled is true on the leader"), no.why());
    }
}
