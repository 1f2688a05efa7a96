package dev.baton.agent.address;

import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.Input;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks the network for machines that use an address before the cluster takes it for the first time.
 *
 * <p>Where foreign machines are only said, the preparation is answered at once and nothing gets
 * slower; where a take is refused for them, it waits for {@value #LISTEN_MILLIS} ms. Thread: the
 * room's.
 */
final class Probes {

    static final long LISTEN_MILLIS = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final AddressKernel kernel;
    private final boolean refuses;
    private final Consumer<Input> inbox;
    private final Consumer<Job> later;

    /** What is being asked for, by the number of the question. */
    private final Map<IpAddress, Long> open = new ConcurrentSkipListMap<>();

    private long questions;

    Probes(AddressKernel kernel, boolean refuses, Consumer<Input> inbox, Consumer<Job> later) {
        this.kernel = kernel;
        this.refuses = refuses;
        this.inbox = inbox;
        this.later = later;
    }

    /** Whether the network is being asked for it. Thread: any. */
    boolean isOpen(IpAddress ip) {
        return open.containsKey(ip);
    }

    /** Asks, and answers the preparation now or later. */
    void begin(IpAddress ip, KernelLink on) {
        boolean again = open.put(ip, ++questions) != null;
        KernelAnswer asked = kernel.probe(ip, on);
        if (!asked.isDone()) {
            LOG.warn("probe_failed ip={} on={} why=\"{}\"", ip, on.name(), asked);
        }
        if (!asked.isDone()) {
            open.remove(ip);
        }
        if (!asked.isDone() || !refuses) {
            inbox.accept(new Input.TakePrepared(ip, ""));
        }
        if (asked.isDone()) {
            if (again && refuses) {
                inbox.accept(new Input.TakePrepared(ip, ""));
            }
            Job end = new Job.EndProbe(ip, questions);
            CompletableFuture.delayedExecutor(LISTEN_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> later.accept(end));
        }
    }

    /** Somebody answered for an address. */
    void claimed(IpAddress ip, String mac) {
        if (open.remove(ip) == null) {
            return;
        }
        inbox.accept(new Input.ForeignFound(ip, mac));
        if (refuses) {
            String why =
                    "machine "
                            + mac
                            + " outside the cluster uses it; stop that machine's use of it, or set"
                            + " foreign address = warn";
            inbox.accept(new Input.TakePrepared(ip, why));
        }
    }

    /** The time to answer a question is over. */
    void end(IpAddress ip, long question) {
        Long latest = open.get(ip);
        if (latest != null && latest == question) {
            open.remove(ip);
            if (refuses) {
                inbox.accept(new Input.TakePrepared(ip, ""));
            }
        }
    }
}
