package dev.baton.orchestrator.operation;

import java.util.List;

/**
 * How an operation ended.
 *
 * @param <R> what its calls yield
 */
public sealed interface Ending<R> {

    /** All of it has happened. */
    record Succeeded<R>(List<R> results, List<String> warnings) implements Ending<R> {
        public Succeeded {
            results = List.copyOf(results);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It has not happened.
     *
     * @param undone what was undone, and what could not be; sentences
     */
    record Failed<R>(String why, List<String> undone) implements Ending<R> {
        public Failed {
            undone = List.copyOf(undone);
        }
    }

    /** Nobody can tell; what had happened before was undone. */
    record Unknown<R>(String why, List<String> undone) implements Ending<R> {
        public Unknown {
            undone = List.copyOf(undone);
        }
    }
}
