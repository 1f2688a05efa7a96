package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Agents are killed in the middle of scripts that ignore lifetimes; still nobody answers twice.
 *
 * <p>System properties: {@code baton.hostile.instants}, how many (default 2), {@code
 * baton.hostile.seed}, to repeat a printed run.
 */
@NeedsNamespaces
class HostileInstantsNetnsIT {
    private static final int INSTANTS = Integer.getInteger("baton.hostile.instants", 2);
    private static final long SEED = Long.getLong("baton.hostile.seed", System.nanoTime());
    private static final int LATEST_MILLIS = 1200;
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(20);

    /** Calls the system's ip by its path, so that nothing adds a lifetime. */
    private static final String PERMANENT =
            """
            #!/bin/sh
            ip=$(PATH=/usr/sbin:/sbin:/usr/bin:/bin; command -v ip)
            case $1 in
            takeip)
                sleep 0.2
                $ip addr replace "$3/$4" dev "$2" nodad 2>/dev/null ||
                    $ip addr replace "$3/$4" dev "$2"
                sleep 0.3
                ;;
            releaseip)
                sleep 0.2
                $ip addr del "$3/$4" dev "$2" 2>/dev/null
                sleep 0.2
                ;;
            esac
            exit 0
            """;

    private final AgentCluster cluster = AgentCluster.of(3);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // each instant has limits of its own
    @DisplayName("Safety rule, section 3, scripts: kill -9 inside takeip and releaseip")
    void anAgentKilledInsideAScriptThatAddsForEverLeavesNoSecondAnswer() {
        cluster.agents().forEach(agent -> agent.script("10.interface", PERMANENT));
        cluster.start();
        Random random = new Random(SEED);
        System.out.println("HostileInstantsNetnsIT: -Dbaton.hostile.seed=" + SEED);
        cluster.mark("hostile");

        for (int instant = 0; instant < INSTANTS; instant++) {
            killDuringMove(random, instant);
        }
    }

    private void killDuringMove(Random random, int instant) {
        String address = cluster.addresses().get(random.nextInt(cluster.addresses().size()));
        AgentNode giver = cluster.holder(address);
        AgentNode taker = cluster.other(giver);
        AgentNode victim = random.nextBoolean() ? giver : taker;
        int millis = random.nextInt(LATEST_MILLIS);
        String what =
                "instant %d: %s %d ms into the move of %s from %s to %s"
                        .formatted(
                                instant,
                                victim.name(),
                                millis,
                                address,
                                giver.name(),
                                taker.name());

        giver.command("ip", "move", address, taker.name(), "--no-wait");
        cluster.pause(Duration.ofMillis(millis));
        victim.kill();

        cluster.await(what, LEAVE_LIMIT, () -> cluster.servedWithout(victim));
        victim.start();
        cluster.awaitWell();
        assertEquals(List.of(), cluster.answeredByTwo(), what + ", seed " + SEED);
        System.out.println(what);
    }
}
