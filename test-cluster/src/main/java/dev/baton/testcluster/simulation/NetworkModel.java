package dev.baton.testcluster.simulation;

import dev.baton.orchestrator.exchange.Message;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Carries messages between nodes: late, never, twice or overtaken, as its route says. */
public final class NetworkModel {

    /** Says after how long copies of a message arrive; none: it is lost. */
    public interface Route {
        List<Duration> copies(int from, int to, Message message);
    }

    /** Takes a message that arrives. */
    interface Mailbox {
        void arrive(int to, int from, Message message);
    }

    private static final Duration CALM = Duration.ofNanos(100_000);

    private final VirtualTime time;
    private final Mailbox mailbox;
    private final boolean[][] cut;
    private final Duration[] lag;
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

    void send(int from, int to, Message message) {
        if (cut[from][to]) {
            return;
        }
        for (Duration delay : route.copies(from, to, message)) {
            time.after(
                    delay.plus(lag[to]),
                    () -> {
                        if (!cut[from][to]) {
                            mailbox.arrive(to, from, message);
                        }
                    });
        }
    }

    /** Delivers a message now, cut or not: a late copy of an earlier one. */
    public void replay(int from, int to, Message message) {
        mailbox.arrive(to, from, message);
    }

    /** Nothing passes from one node to the other; the other way is not touched. */
    public void cut(int from, int to) {
        cut[from][to] = true;
    }

    /** Whatever is sent to the node from now on takes so much longer. */
    public void slow(int to, Duration longer) {
        lag[to] = longer;
    }

    /** One node can neither be reached nor reach anybody. */
    public void isolate(int node) {
        for (int other = 0; other < cut.length; other++) {
            cut[node][other] = true;
            cut[other][node] = true;
        }
    }

    /** Everything passes, as quickly as the route says. */
    public void heal() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
        Arrays.fill(lag, Duration.ZERO);
    }

    /** Opens both ways between one node and all others. */
    public void join(int node) {
        for (int other = 0; other < cut.length; other++) {
            cut[node][other] = false;
            cut[other][node] = false;
        }
    }

    public boolean isCut(int from, int to) {
        return cut[from][to];
    }
}
