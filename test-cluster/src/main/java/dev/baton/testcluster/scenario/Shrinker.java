package dev.baton.testcluster.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Makes a failing scenario smaller as long as it fails in the same way: fewer steps, nodes,
 * addresses and expectations, less chance, shorter and rounder times.
 */
public final class Shrinker {

    /** Plays a candidate; whether it fails as the first one did. */
    public interface Trial {
        boolean failsAlike(Scenario candidate);
    }

    /** Of a candidate in which chance has a part: a step less means other luck for all others. */
    private static final int OTHER_SEEDS = 2;

    private static final List<Duration> ROUND =
            List.of(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMillis(10));

    private final Trial trial;
    private final BooleanSupplier mayGoOn;
    private Scenario best;

    private Shrinker(Scenario failing, Trial trial, BooleanSupplier mayGoOn) {
        this.best = failing;
        this.trial = trial;
        this.mayGoOn = mayGoOn;
    }

    /**
     * The smallest that was found until nothing smaller fails, or until it may not go on.
     *
     * @param mayGoOn asked before each trial
     */
    public static Scenario shrink(Scenario failing, Trial trial, BooleanSupplier mayGoOn) {
        return new Shrinker(failing, trial, mayGoOn).shrink();
    }

    private Scenario shrink() {
        Scenario before;
        do {
            before = best;
            attempt(best.withExpectations(List.of()));
            Simpler.settings()
                    .forEach(change -> attempt(s -> s.withSetting(change.apply(s.setting()))));
            fewerSteps();
            attempt(Simpler::begunServed);
            fewerNodes();
            fewerAddresses();
            shorter();
            rounder();
        } while (!best.equals(before) && mayGoOn.getAsBoolean());
        return best;
    }

    private boolean attempt(UnaryOperator<Scenario> change) {
        return Simpler.tried(best, change).map(this::attempt).orElse(false);
    }

    private boolean attempt(Scenario candidate) {
        if (candidate.equals(best)) {
            return false;
        }
        long seed = candidate.setting().seed();
        for (long other = seed; other <= seed + seeds(candidate); other++) {
            Scenario tried = candidate.withSetting(candidate.setting().withSeed(other));
            if (!mayGoOn.getAsBoolean()) {
                return false;
            }
            if (trial.failsAlike(tried)) {
                best = tried;
                return true;
            }
        }
        return false;
    }

    private static int seeds(Scenario candidate) {
        return candidate.setting().around().hasChance() ? OTHER_SEEDS : 0;
    }

    /** Leaves out more at once first, then less. */
    private void fewerSteps() {
        for (int size = (best.steps().size() + 1) / 2; size >= 1; size /= 2) {
            int from = 0;
            while (from < best.steps().size()) {
                if (!attempt(without(from, size))) {
                    from += size;
                }
            }
        }
    }

    private Scenario without(int from, int size) {
        List<Step> rest = new ArrayList<>(best.steps());
        rest.subList(from, Math.min(from + size, rest.size())).clear();
        return best.withSteps(rest);
    }

    private void fewerNodes() {
        for (int node = best.setting().size().nodes() - 1; node >= 0; node--) {
            int gone = node;
            attempt(scenario -> Simpler.withoutNode(scenario, gone));
        }
    }

    private void fewerAddresses() {
        for (int address = best.setting().size().addresses() - 1; address >= 0; address--) {
            int gone = address;
            attempt(scenario -> Simpler.withoutAddress(scenario, gone));
        }
    }

    /** Less time between steps, and after the last. */
    private void shorter() {
        for (int step = 0; step <= best.steps().size(); step++) {
            int index = step;
            long gap = Simpler.gap(best, index).toMillis();
            for (long less : List.of(0L, gap / 8, gap / 4, gap / 2, gap * 3 / 4)) {
                if (attempt(all -> Simpler.withGap(all, index, Duration.ofMillis(less)))) {
                    break;
                }
            }
        }
    }

    private void rounder() {
        for (Duration unit : ROUND) {
            for (int step = 0; step <= best.steps().size(); step++) {
                int index = step;
                attempt(
                        all ->
                                Simpler.withGap(
                                        all, index, Simpler.round(Simpler.gap(all, index), unit)));
                attempt(all -> Simpler.withRoundTimes(all, index, unit));
            }
        }
    }
}
