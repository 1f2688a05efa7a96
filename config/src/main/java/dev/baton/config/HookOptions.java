package dev.baton.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 * @param poolStart what starts a pool itself; without it only hooks are called
 * @param poolStop what stops it
 */
public record HookOptions(
        Path directory,
        Path bootMarker,
        Duration limit,
        List<String> required,
        List<String> veto,
        Optional<Path> poolStart,
        Optional<Path> poolStop) {

    /** As QuantaStor has it: 300 s, no failure has consequences. */
    public static final HookOptions DEFAULT =
            new HookOptions(
                    Path.of("/var/opt/osnexus/custom"),
                    Path.of("/var/opt/osnexus/quantastor/qs_lastreboot"),
                    Duration.ofMinutes(5),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());

    /** Hooks that can make a node unhealthy. */
    static final List<String> MAY_BE_REQUIRED = List.of("pool-poststart", "system-poststart");

    /** Hooks that can refuse a stop. */
    static final List<String> MAY_VETO = List.of("pool-prestop", "system-prestop");

    /** The same with another limit. */
    public HookOptions limitedTo(Duration other) {
        return new HookOptions(directory, bootMarker, other, required, veto, poolStart, poolStop);
    }

    public HookOptions {
        required = List.copyOf(required);
        veto = List.copyOf(veto);
    }
}
