package dev.baton.agent;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.Effect;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Announces addresses that are not the cluster's, when a script asks: three times, a second apart,
 * on a thread of its own. Source: CTDB command contract, section 4, {@code gratarp}.
 *
 * @param room sends one announcement
 */
record Herald(Consumer<Effect.Announce> room) implements BiConsumer<IpAddress, InterfaceName> {

    private static final int TIMES = 3;
    private static final Duration EVERY = Duration.ofSeconds(1);

    @Override
    public void accept(IpAddress ip, InterfaceName on) {
        var _ = Thread.startVirtualThread(() -> announce(ip, on));
    }

    private void announce(IpAddress ip, InterfaceName on) {
        for (int left = TIMES; left > 0; left--) {
            Moment until = new Moment(System.nanoTime()).plus(EVERY);
            room.accept(new Effect.Announce(ip, on, until));
            if (left > 1) {
                LockSupport.parkNanos(EVERY.toNanos());
            }
        }
    }
}
