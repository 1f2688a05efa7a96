package dev.baton.testcluster.bench;

import java.util.List;

/**
 * One measured quantity.
 *
 * @param values as measured, in order; at least one
 * @param bar what the project wants its median to be at most, in the same unit
 */
record Figure(String name, String unit, List<Double> values, double bar) {

    Figure {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected at least one value");
        }
        values = List.copyOf(values);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    boolean meetsBar() {
        return median() <= bar;
    }
}
