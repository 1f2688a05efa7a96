package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The front-end's right as an exclusive section of the cluster: a lease of a majority, as of an
 * address.
 *
 * <p>A right that ends sooner than in {@link #LEAST_LEFT} counts as lost, so that there is time to
 * end what runs. Thread: any; one looks after each right that is held.
 */
final class SectionRole implements FrontEndRole {

    static final Duration LEAST_LEFT = Duration.ofSeconds(1);

    private static final long GLANCE_NANOS = 100_000_000;

    /** How old a view may be that does not know yet of a section. */
    private static final Duration UNSEEN = Duration.ofSeconds(1);

    /** What the core has published last: the sections of this node, and when it said so. */
    record Seen(Moment at, SortedMap<String, NodeView.Section> sections) {

        static Seen of(NodeView view) {
            return new Seen(view.at(), view.sections());
        }
    }

    /** A section that was entered at this moment. */
    private record Entry(String name, long number, Moment since) {}

    /** A section of this node, and the jobs that hold it. */
    private static final class Section {
        final List<Holder> holders = new ArrayList<>();

        /** Read without the lock, too: who holds that may be waiting for the core. */
        volatile Optional<Entry> entered = Optional.empty();
    }

    private final class Holder implements Held {
        private final Section section;
        private final long number;
        private final Runnable lost;

        Holder(Section section, long number, Runnable lost) {
            this.section = section;
            this.number = number;
            this.lost = lost;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    private final Function<OperatorCommand, CompletableFuture<OperatorReply>> core;
    private final Supplier<Seen> views;
    private final LongSupplier nanoTime;
    private final TreeMap<Long, Section> sections = new TreeMap<>();

    /**
     * Nothing is held yet.
     *
     * @param core answers within a bound
     */
    SectionRole(
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core,
            Supplier<Seen> views,
            LongSupplier nanoTime) {
        this.core = core;
        this.views = views;
        this.nanoTime = nanoTime;
    }

    private static String name(long datastore) {
        return "opennebula-datastore-" + datastore;
    }

    @Override
    public Held enter(long datastore, Duration patience, Runnable ifLost) throws Refusal {
        Section section;
        synchronized (this) {
            section = sections.computeIfAbsent(datastore, _ -> new Section());
        }
        while (true) {
            stale(section).ifPresent(lost -> lose(section, lost));
            synchronized (section) {
                if (stale(section).isEmpty()) {
                    return join(section, datastore, patience, ifLost);
                }
            }
        }
    }

    @Override
    public boolean holds(long datastore) {
        Optional<Section> section;
        synchronized (this) {
            section = Optional.ofNullable(sections.get(datastore));
        }
        return section.flatMap(it -> it.entered).isPresent();
    }

    /** A right that has ended before anybody looked; those who hold it are told first. */
    private Optional<Entry> stale(Section section) {
        synchronized (section) {
            return section.entered.filter(entered -> !runs(entered));
        }
    }

    private Holder join(Section section, long datastore, Duration patience, Runnable ifLost)
            throws Refusal {
        boolean isFirst = section.entered.isEmpty();
        Entry entered = isFirst ? ask(datastore, patience) : section.entered.orElseThrow();
        Holder holder = new Holder(section, entered.number(), ifLost);
        section.holders.add(holder);
        if (isFirst) {
            section.entered = Optional.of(entered);
            Thread.ofVirtual().name(name(datastore)).start(() -> watch(section, entered));
        }
        return holder;
    }

    private Entry ask(long datastore, Duration patience) throws Refusal {
        OperatorReply reply =
                core.apply(new OperatorCommand.EnterSection(name(datastore), patience.toMillis()))
                        .join();
        if (reply instanceof OperatorReply.Entered(String name, long number)) {
            return new Entry(name, number, now());
        }
        throw new Refusal(
                Refusal.Kind.REFUSED,
                "this node did not become the front-end of datastore %d within %d s: another node is, or a"
                                .formatted(datastore, patience.toSeconds())
                        + " majority of the nodes is missing; see: baton status");
    }

    private Moment now() {
        return new Moment(nanoTime.getAsLong());
    }

    private boolean runs(Entry entered) {
        Seen view = views.get();
        Optional<NodeView.Section> seen =
                Optional.ofNullable(view.sections().get(entered.name()))
                        .filter(section -> section.number() == entered.number());
        return seen.map(section -> !section.until().isBefore(now().plus(LEAST_LEFT)))
                .orElseGet(
                        () ->
                                !entered.since().isBefore(view.at())
                                        && now().since(entered.since()).compareTo(UNSEEN) < 0);
    }

    private void watch(Section section, Entry entered) {
        while (isHeld(section, entered)) {
            if (!runs(entered)) {
                lose(section, entered);
                return;
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private static boolean isHeld(Section section, Entry entered) {
        synchronized (section) {
            return section.entered.filter(entered::equals).isPresent();
        }
    }

    /** Who held it is told outside of the lock: what follows may take it. */
    private void lose(Section section, Entry entered) {
        List<Holder> losers;
        synchronized (section) {
            if (section.entered.filter(entered::equals).isEmpty()) {
                return;
            }
            losers = List.copyOf(section.holders);
            section.holders.clear();
            section.entered = Optional.empty();
        }
        giveBack(entered);
        losers.forEach(each -> each.lost.run());
    }

    private void leave(Holder holder) {
        Section section = holder.section;
        Optional<Entry> free = Optional.empty();
        synchronized (section) {
            if (section.holders.remove(holder) && section.holders.isEmpty()) {
                free = section.entered;
                section.entered = Optional.empty();
            }
        }
        free.ifPresent(this::giveBack);
    }

    private void giveBack(Entry entered) {
        var _ = core.apply(new OperatorCommand.LeaveSection(entered.name(), entered.number()));
    }
}
