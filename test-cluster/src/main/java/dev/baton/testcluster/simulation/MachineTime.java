package dev.baton.testcluster.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When things happen on one machine: at true instants, but later by as long as the machine stands
 * still before them.
 */
final class MachineTime {

    /** What was due while the machine stood still. */
    private record Held(long due, long stood, Runnable what) {}

    private final VirtualTime time;
    private final NodeClock clock;
    private final List<Held> held = new ArrayList<>();

    MachineTime(VirtualTime time, NodeClock clock) {
        this.time = time;
        this.clock = clock;
    }

    /** The true instant. */
    long now() {
        return time.now();
    }

    void at(long instant, Runnable what) {
        long stood = clock.stood();
        time.at(instant, () -> due(instant, stood, what));
    }

    void after(Duration wait, Runnable what) {
        at(time.now() + wait.toNanos(), what);
    }

    private void due(long instant, long stood, Runnable what) {
        if (clock.isStill()) {
            held.add(new Held(instant, stood, what));
        } else if (clock.stood() > stood) {
            at(instant + clock.stood() - stood, what);
        } else {
            what.run();
        }
    }

    void stop() {
        clock.stop(time.now());
    }

    /** Goes on; for how many nanoseconds it stood. */
    long goOn() {
        long length = clock.goOn(time.now());
        List<Held> late = List.copyOf(held);
        held.clear();
        late.forEach(each -> due(each.due(), each.stood(), each.what()));
        return length;
    }

    boolean isStill() {
        return clock.isStill();
    }
}
