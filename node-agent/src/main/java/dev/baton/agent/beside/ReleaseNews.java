package dev.baton.agent.beside;

import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Tells smbd, through ctdbd, of addresses that this node has released: an smbd with a client there
 * ends. A release is a fact only after the kernel was seen without the address; what does not
 * belong here is told of as it is taken away. On a thread of its own, so that nothing waits for
 * ctdbd.
 *
 * <p>Bounds: {@value #WAITING} addresses wait, each for {@value #PATIENCE_SECONDS} s; what is older
 * is left out, because the address may be back by then. What was not told is a fact. Thread: any.
 * Source: CTDB events contract, section 13.3 (4).
 */
public final class ReleaseNews implements Consumer<Fact>, AutoCloseable {

    private static final int WAITING = 1024;
    private static final int PATIENCE_SECONDS = 5;
    private static final long PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseNews.class);

    private record Release(IpAddress ip, long at) {}

    private final CtdbdClient ctdbd;
    private final Consumer<Fact> facts;
    private final BlockingQueue<Release> queue = new LinkedBlockingQueue<>(WAITING);
    private final Thread thread =
            Thread.ofPlatform().name("release-news").daemon().unstarted(this::run);

    /**
     * News for the ctdbd at this socket.
     *
     * @param facts takes what came of it
     */
    public ReleaseNews(Path socket, Consumer<Fact> facts) {
        this.ctdbd = new CtdbdClient(socket);
        this.facts = facts;
    }

    /** From now on releases are told. */
    public void start() {
        thread.start();
    }

    @Override
    public void accept(Fact fact) {
        switch (fact) {
            case Fact.AddressReleased released -> gone(released.ip());
            case Fact.AddressRemoved removed -> gone(removed.ip());
            case Fact.AddressTaken taken ->
                    queue.removeIf(release -> release.ip().equals(taken.ip()));
            default -> {}
        }
    }

    private void gone(IpAddress ip) {
        if (!queue.offer(new Release(ip, System.nanoTime()))) {
            facts.accept(new Fact.ReleaseTold(ip, false, WAITING + " addresses wait already"));
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                facts.accept(told(queue.take()));
            }
        } catch (InterruptedException closed) {
            LOG.debug("release_news_closed waiting={}", queue.size());
        }
    }

    private Fact told(Release release) {
        if (System.nanoTime() - release.at() > PATIENCE) {
            return new Fact.ReleaseTold(
                    release.ip(), false, "waited longer than " + PATIENCE_SECONDS + " s");
        }
        try {
            ctdbd.tell(release.ip());
            return new Fact.ReleaseTold(release.ip(), true, "");
        } catch (IOException failure) {
            return new Fact.ReleaseTold(release.ip(), false, "ctdbd: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
