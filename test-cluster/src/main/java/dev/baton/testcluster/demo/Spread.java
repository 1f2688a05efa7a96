package dev.baton.testcluster.demo;

import java.util.Arrays;
import java.util.Optional;

/** How one figure came out in all repetitions that had it. */
record Spread(int n, double median, double min, double max) {

    /** Of these values, in any order; empty without one. */
    static Optional<Spread> of(double... values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(sorted.length, median, sorted[0], sorted[sorted.length - 1]));
    }
}
