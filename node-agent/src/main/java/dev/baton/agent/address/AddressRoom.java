package dev.baton.agent.address;

import dev.baton.agent.kernel.KernelFailure;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.process.Shortcut;
import dev.baton.orchestrator.exchange.Effect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/**
 * The queue of everything this agent does to the kernel's addresses, and the one thread that does
 * it: renewing, closing and deleting one address happen in the order the core wanted, and no
 * renewal waits for other addresses' work.
 *
 * <p>Bounds: {@value #CAPACITY} jobs; more is a broken invariant and throws on the core's thread.
 * Every second the kernel's addresses are read, every five the clock's rate. Thread: any; never
 * waits. Source: safety rule, section 3.
 */
public final class AddressRoom implements AutoCloseable {

    static final int CAPACITY = 65_536;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int CLOCK_EVERY = 5;
    private static final long CLOSE_MILLIS = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(AddressRoom.class);

    private final JobQueue queue = new JobQueue(CAPACITY);
    private final AddressKernel kernel;
    private final KernelDesk desk;
    private final Thread thread;
    private long nextLook;
    private int looks;

    /** A room whose thread does not run yet; opens the kernel's sockets. */
    public static AddressRoom real(AddressWiring wiring) {
        return new AddressRoom(new LinuxKernel(), wiring);
    }

    /** A room that touches nothing of this machine, for test mode. */
    public static AddressRoom simulated(AddressWiring wiring) {
        return new AddressRoom(new SimulatedKernel(wiring::interfaces), wiring);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint only: being late costs addresses, not safety
    AddressRoom(AddressKernel kernel, AddressWiring wiring) {
        this.kernel = kernel;
        desk = new KernelDesk(kernel, wiring, this::add);
        thread = Thread.ofPlatform().name("addresses").daemon().unstarted(this::run);
        thread.setPriority(Thread.MAX_PRIORITY);
    }

    /** Looks at links, addresses and the clock at once, then listens. */
    public void start() {
        nextLook = System.nanoTime();
        thread.start();
    }

    public void renew(Effect.RenewAddress effect) {
        add(new Job.Renew(effect));
    }

    public void prepare(Effect.PrepareTake effect) {
        add(new Job.Prepare(effect));
    }

    /** What of an event can be done here without a script; asked when a script's turn has come. */
    public Shortcut shortcut(Effect.RunEvent effect) {
        return left -> {
            AddressShortcut asked = new AddressShortcut(effect);
            add(new Job.Shorten(asked));
            return asked.await(left);
        };
    }

    public void watch(Effect.WatchAddresses effect) {
        add(new Job.Watch(effect));
    }

    /** An event went well; only a kernel that scripts cannot reach needs to hear of it. */
    public void ended(Event event) {
        if (kernel instanceof SimulatedKernel simulated) {
            simulated.ended(event);
        }
    }

    public void read(Effect.ReadAddress effect) {
        add(new Job.Read(effect.ip()));
    }

    public void drop(Effect.DropAddress effect) {
        add(new Job.Drop(effect));
    }

    public void announce(Effect.Announce effect) {
        add(new Job.Announce(effect));
    }

    /** Does something after every job that was queued before; it must not wait for anything. */
    public void afterwards(Runnable what) {
        add(new Job.Afterwards(what));
    }

    /** The public addresses this kernel carries, at most a second old. */
    public SortedSet<IpAddress> hosted() {
        return desk.hosted();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Job job) {
        if (!queue.offer(job)) {
            throw new IllegalStateException(
                    "the address thread is stuck: no room for " + job + " behind " + CAPACITY);
        }
    }

    private void run() {
        try (desk) {
            guarded(new Job.LookAtLinks());
            desk.open();
            while (!Thread.currentThread().isInterrupted()) {
                turn();
            }
        } catch (InterruptedException closed) {
            LOG.debug("addresses_closed waiting={}", queue.size());
        } catch (RuntimeException | Error broken) {
            desk.broken(broken);
        }
    }

    private void turn() throws InterruptedException {
        long wait = Math.max(0, nextLook - System.nanoTime());
        List<Job> run = queue.next(wait);
        if (!run.isEmpty()) {
            guarded(run);
        }
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + LOOK_NANOS;
            guarded(new Job.LookAtAddresses());
            if (looks++ % CLOCK_EVERY == 0) {
                guarded(new Job.LookAtClock());
            }
        }
    }

    private void guarded(Job job) {
        guarded(List.of(job));
    }

    private void guarded(List<Job> run) {
        try {
            desk.work(run);
        } catch (KernelFailure failed) {
            LOG.error(
                    "kernel_failed job={} jobs={} why=\"{}\"",
                    run.getFirst(),
                    run.size(),
                    failed.getMessage());
            run.forEach(desk::failed);
        }
    }
}
