package dev.baton.config;

/**
 * One number that steers a node at run time and can be changed with {@code setvar}.
 *
 * <p>Source of names, defaults and units: CTDB events contract, section 15.1. Case does not matter
 * in a name.
 *
 * @param name as shown
 * @param defaultValue used when no file and no operator says otherwise
 * @param unit what the number counts
 * @param min smallest value taken
 * @param max largest value taken
 * @param effect whether the number changes anything here
 * @param purpose one line for the reference page
 */
public record Tunable(
        String name, int defaultValue, Unit unit, int min, int max, Effect effect, String purpose) {

    /** What the number counts. */
    public enum Unit {
        SECONDS("s"),
        MILLISECONDS("ms"),
        BYTES("bytes"),
        COUNT("count"),
        SWITCH("0 = no, else yes"),
        CHOICE("choice");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        /** The word of the reference page. */
        public String text() {
            return text;
        }
    }

    /** Whether the number changes anything here. */
    public enum Effect {
        /** Baton acts on it. */
        ACTIVE,
        /**
         * Stored and shown, because tools and files of CTDB know it; Baton has no such mechanism.
         */
        NO_MECHANISM,
        /** Stored and shown; it concerns databases, which Baton has not. */
        DATABASE_ONLY
    }

    public Tunable {
        if (min < 0 || defaultValue < min || defaultValue > max) {
            throw new IllegalArgumentException(
                    name + ": expected 0 <= " + min + " <= " + defaultValue + " <= " + max);
        }
    }

    /** Whether the bounds allow the value. */
    public boolean allows(long value) {
        return value >= min && value <= max;
    }

    static Tunable active(
            String name, int defaultValue, Unit unit, int min, int max, String purpose) {
        return new Tunable(name, defaultValue, unit, min, max, Effect.ACTIVE, purpose);
    }

    static Tunable idle(String name, int defaultValue, Unit unit, String purpose) {
        return new Tunable(
                name, defaultValue, unit, 0, Integer.MAX_VALUE, Effect.NO_MECHANISM, purpose);
    }

    static Tunable database(String name, int defaultValue, Unit unit) {
        return new Tunable(
                name,
                defaultValue,
                unit,
                0,
                Integer.MAX_VALUE,
                Effect.DATABASE_ONLY,
                "Databases only");
    }
}
