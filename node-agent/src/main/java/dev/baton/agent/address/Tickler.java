package dev.baton.agent.address;

import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.TickleSocket;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.exchange.Effect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes clients of an earlier holder notice, on a thread of its own: thousands of packets must not
 * delay a renewal.
 *
 * <p>Bounds: {@value #WAITING} lists wait; one more is left out, since two more follow for its
 * address. Each packet goes only while the lease runs that it was ordered under. Thread: any; never
 * waits. Source: CTDB events contract, section 14.1.
 */
public final class Tickler implements AutoCloseable {

    private static final int WAITING = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Tickler.class);

    private final LongAdder sent = new LongAdder();
    private final BlockingQueue<Effect.Tickle> queue = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread = Thread.ofPlatform().name("tickler").daemon().unstarted(this::run);

    /** From now on what is ordered is sent. */
    public void start() {
        thread.start();
    }

    public void tickle(Effect.Tickle effect) {
        if (!queue.offer(effect)) {
            LOG.warn("tickle_left_out ip={} waiting={}", effect.ip(), WAITING);
        }
    }

    private void run() {
        try (TickleSocket socket = new TickleSocket()) {
            while (!Thread.currentThread().isInterrupted()) {
                send(socket, queue.take());
            }
        } catch (InterruptedException closed) {
            LOG.debug("tickler_closed waiting={}", queue.size());
        } catch (RuntimeException broken) {
            LOG.error("tickler_ended why=\"{}\"", broken.getMessage());
        }
    }

    /** Packets sent since the start. */
    public long sent() {
        return sent.sum();
    }

    private void send(TickleSocket socket, Effect.Tickle effect) {
        int failed = 0;
        String why = "";
        for (Connection one : effect.connections()) {
            if (System.nanoTime() - effect.until().nanos() > 0) {
                return;
            }
            KernelAnswer answer =
                    socket.send(one.client(), one.clientPort(), one.server(), one.serverPort());
            if (answer.isDone()) {
                sent.increment();
            } else {
                failed++;
                why = answer.toString();
            }
        }
        if (failed > 0) {
            LOG.warn("tickle_failed ip={} connections={} why=\"{}\"", effect.ip(), failed, why);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
