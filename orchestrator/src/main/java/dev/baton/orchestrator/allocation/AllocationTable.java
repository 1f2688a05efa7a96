package dev.baton.orchestrator.allocation;

import dev.baton.config.ConfigProblem;
import dev.baton.config.HomeNodes;
import dev.baton.config.LogLevel;
import dev.baton.config.Parsed;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The allocation program without its input and output: a table of text in, a table of text out.
 *
 * <p>Failure: one sentence on standard error and exit code 2 for any input that cannot be read.
 * Source: CTDB ipalloc contract, section 7, {@code ipalloc STATES [multi]}.
 */
public final class AllocationTable {

    private static final int UNREADABLE = 2;

    /** What the program prints and how it exits: 0, or 2 for unreadable input. */
    public record Printed(List<String> stdout, List<String> stderr, int exitCode) {
        public Printed {
            stdout = List.copyOf(stdout);
            stderr = List.copyOf(stderr);
        }
    }

    private AllocationTable() {}

    /**
     * Runs the program.
     *
     * @param states node flags, separated by commas
     * @param multi whether each node has a list of its own
     * @param stdin lines without their ends
     * @param environment variables; those without meaning here are ignored
     * @param homeNodes the text of {@code home_nodes}, when there is one
     */
    public static Printed parse(
            String states,
            boolean multi,
            List<String> stdin,
            Map<String, String> environment,
            Optional<String> homeNodes) {
        try {
            TableSettings settings = TableSettings.parse(states, environment);
            TableReader reader = new TableReader(settings.fit());
            return allocate(
                    settings, multi ? reader.apart(stdin) : reader.shared(stdin), homeNodes);
        } catch (BadTable unreadable) {
            return new Printed(List.of(), List.of(unreadable.sentence()), UNREADABLE);
        }
    }

    private static Printed allocate(
            TableSettings settings, List<NodeAddresses> nodes, Optional<String> homeNodes) {
        Parsed<HomeNodes> homes = homes(settings, homeNodes);
        AllocationPolicy policy =
                AllocationPolicy.DEFAULT
                        .with(settings.noTakeover(), false)
                        .withHomes(homes.value().homes());
        Assignment assignment = settings.allocator().allocate(AllocationProblem.of(nodes, policy));
        List<String> stdout = new ArrayList<>();
        assignment
                .owners()
                .forEach((ip, pnn) -> stdout.add(ip + " " + pnn.map(Pnn::toString).orElse("-1")));
        List<String> stderr = new ArrayList<>();
        if (settings.says(LogLevel.WARNING)) {
            homes.problems().stream().map(ConfigProblem::toString).forEach(stderr::add);
            assignment.warnings().forEach(warning -> stderr.add(warning.toString()));
        }
        return new Printed(stdout, stderr, 0);
    }

    /** Only the deterministic rule reads the file. */
    private static Parsed<HomeNodes> homes(TableSettings settings, Optional<String> text) {
        return switch (settings.allocator()) {
            case Deterministic _ ->
                    HomeNodes.parse(
                            "home_nodes",
                            text.stream().flatMap(String::lines).toList(),
                            settings.fit().size());
            case Nondeterministic _, Lcp2 _ -> new Parsed<>(HomeNodes.NONE, List.of());
        };
    }
}
