package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Carries messages between nodes: late, never, twice or overtaken, as its route says.
 *
 * <p>What meets a cut is lost, or, in a network that {@link #keeps}, lies in its connection as TCP
 * has it: all of it arrives together once the way is open again, unless the connection was given up
 * meanwhile.
 */
public final class NetworkModel {

    /** Says after how long copies of a message arrive; none: it is lost. */
    public interface Route {
        List<Duration> copies(int from, int to, Message message);
    }

    /** Takes a message that arrives. */
    interface Mailbox {
        void arrive(int to, int from, Message message);
    }

    /** Of one way; a socket's buffer holds about as many. */
    private static final int MOST_KEPT = 256;

    /** A sender tries again after twice the time of its last attempt, and at most after this. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(4);

    private static final Duration CALM = Duration.ofNanos(100_000);

    private final VirtualTime time;
    private final Mailbox mailbox;
    private final boolean[][] cut;
    private final Duration[] lag;

    /** What lies in a connection that is cut, by its way; no entry: the connection was given up. */
    private final TreeMap<Integer, TreeMap<Long, Message>> kept = new TreeMap<>();

    private Optional<Random> keeping = Optional.empty();
    private long sent;
    private Route route;

    NetworkModel(VirtualTime time, int nodes, Route route, Mailbox mailbox) {
        this.time = time;
        this.mailbox = mailbox;
        this.cut = new boolean[nodes][nodes];
        this.lag = new Duration[nodes];
        Arrays.fill(lag, Duration.ZERO);
        this.route = route;
    }

    /** Every message arrives once, a tenth of a millisecond later. */
    public static Route calm() {
        return (_, _, _) -> List.of(CALM);
    }

    /** Some messages are lost, doubled or so late that later ones overtake them. */
    static Route rough(Random random) {
        return (_, _, _) -> {
            int luck = random.nextInt(100);
            if (luck < 3) {
                return List.of();
            }
            return luck < 6 ? List.of(delay(random), delay(random)) : List.of(delay(random));
        };
    }

    private static Duration delay(Random random) {
        int luck = random.nextInt(100);
        int longest = luck < 90 ? 3_000 : luck < 98 ? 200_000 : 4_000_000;
        return Duration.ofNanos((50 + random.nextInt(longest)) * 1000L);
    }

    /** From now on messages travel by this route; those under way are not changed. */
    public void travelBy(Route next) {
        route = next;
    }

    /** From now on every second connection that is cut keeps what it carries. */
    void keeps(Random random) {
        keeping = Optional.of(random);
    }

    void send(int from, int to, Message message) {
        long place = sent++;
        if (cut[from][to]) {
            keep(from, to, place, message);
            return;
        }
        for (Duration delay : route.copies(from, to, message)) {
            time.after(delay.plus(lag[to]), () -> pass(from, to, place, message));
        }
    }

    private void pass(int from, int to, long place, Message message) {
        if (cut[from][to]) {
            keep(from, to, place, message);
        } else {
            mailbox.arrive(to, from, message);
        }
    }

    private void keep(int from, int to, long place, Message message) {
        TreeMap<Long, Message> lying = kept.get(way(from, to));
        if (lying != null && lying.size() < MOST_KEPT) {
            lying.put(place, message);
        }
    }

    private int way(int from, int to) {
        return from * cut.length + to;
    }

    /** Delivers a message now, cut or not: a late copy of an earlier one. */
    public void replay(int from, int to, Message message) {
        mailbox.arrive(to, from, message);
    }

    /** Nothing passes from one node to the other; the other way is not touched. */
    public void cut(int from, int to) {
        if (!cut[from][to] && keeping.map(Random::nextBoolean).orElse(false)) {
            kept.put(way(from, to), new TreeMap<>());
        }
        cut[from][to] = true;
    }

    /** The sender's next attempt comes through, with all that lay there, in order. */
    private void open(int from, int to) {
        cut[from][to] = false;
        TreeMap<Long, Message> lying = kept.remove(way(from, to));
        if (lying != null && !lying.isEmpty()) {
            long wait = keeping.orElseThrow().nextLong(LONGEST_RETRY.toNanos());
            time.after(
                    Duration.ofNanos(wait),
                    () -> lying.forEach((place, each) -> pass(from, to, place, each)));
        }
    }

    /** Whatever is sent to the node from now on takes so much longer. */
    public void slow(int to, Duration longer) {
        lag[to] = longer;
    }

    /** One node can neither be reached nor reach anybody. */
    public void isolate(int node) {
        for (int other = 0; other < cut.length; other++) {
            cut(node, other);
            cut(other, node);
        }
    }

    /** Everything passes, as quickly as the route says. */
    public void heal() {
        for (int node = 0; node < cut.length; node++) {
            join(node);
        }
        Arrays.fill(lag, Duration.ZERO);
    }

    /** Opens both ways between one node and all others. */
    public void join(int node) {
        for (int other = 0; other < cut.length; other++) {
            open(node, other);
            open(other, node);
        }
    }

    public boolean isCut(int from, int to) {
        return cut[from][to];
    }
}
