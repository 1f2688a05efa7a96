package dev.baton.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How QuantaStor's custom scripts are called.
 *
 * <p>Source: storage call-outs contract, sections 2.1 to 2.4.
 *
 * @param directory where they are
 * @param bootMarker remembers the boot for which system-poststart was called
 * @param limit how long one may take before it is ended
 * @param required hooks whose failure makes the node unhealthy
 * @param veto hooks whose failure refuses the stop they stand before
 */
public record HookOptions(
        Path directory, Path bootMarker, Duration limit, List<String> required, List<String> veto) {

    /** As QuantaStor has it: 300 s, no failure has consequences. */
    public static final HookOptions DEFAULT =
            new HookOptions(
                    Path.of("/var/opt/osnexus/custom"),
                    Path.of("/var/opt/osnexus/quantastor/qs_lastreboot"),
                    Duration.ofMinutes(5),
                    List.of(),
                    List.of());

    /** Hooks that can make a node unhealthy. */
    static final List<String> MAY_BE_REQUIRED = List.of("system-poststart");

    /** Hooks that can refuse a stop. */
    static final List<String> MAY_VETO = List.of("system-prestop");

    public HookOptions {
        required = List.copyOf(required);
        veto = List.copyOf(veto);
    }
}
