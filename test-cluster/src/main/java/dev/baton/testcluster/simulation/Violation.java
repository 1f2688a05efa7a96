package dev.baton.testcluster.simulation;

import java.util.Locale;

/** A rule of the cluster was broken in a simulation; the message holds seed, instant and trace. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String rule;

    Violation(String rule, String what, long seed, long at, String trace, Throwable cause) {
        super(
                String.format(
                        Locale.ROOT,
                        "%s: %s at %.6f s, seed %d%n%s",
                        rule,
                        what,
                        at / 1e9,
                        seed,
                        trace),
                cause);
        this.rule = rule;
    }

    Violation(String rule, String what, long seed, long at, String trace) {
        this(rule, what, seed, at, trace, new IllegalStateException(what));
    }

    /** The rule's short name, such as "one server". */
    public String rule() {
        return rule;
    }
}
