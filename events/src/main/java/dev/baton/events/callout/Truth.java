package dev.baton.events.callout;

import java.util.List;

/**
 * Whether what a call was for has happened; what its exit status says is only a hint.
 *
 * @param <R> what the call yields
 */
public sealed interface Truth<R> {

    /**
     * It has.
     *
     * @param warnings what nevertheless is not as it should be
     */
    record Done<R>(R result, List<String> warnings) implements Truth<R> {
        public Done {
            warnings = List.copyOf(warnings);
        }

        /** Without a warning. */
        public Done(R result) {
            this(result, List.of());
        }
    }

    /** It has not, or not as asked; a sentence. */
    record NotDone<R>(String why) implements Truth<R> {}

    /** Nobody can tell; a sentence. */
    record Unknown<R>(String why) implements Truth<R> {}

    /** The same without its type of result. */
    default String sentence() {
        return switch (this) {
            case Done<R>(R _, List<String> warnings) -> String.join("; ", warnings);
            case NotDone<R>(String why) -> why;
            case Unknown<R>(String why) -> why;
        };
    }
}
