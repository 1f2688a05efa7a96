package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table of text: {@code IP OWNER [NODES] -> EXPECTED}; {@code -} is nowhere, no NODES is all
 * healthy ones.
 */
record AllocatedTable(int nodes, List<Integer> unfit, String text) {

    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern COMMA = Pattern.compile(",");

    static AllocatedTable onNodes(int nodes, String text) {
        return new AllocatedTable(nodes, List.of(), text);
    }

    AllocatedTable unhealthy(Integer... pnns) {
        return new AllocatedTable(nodes, List.of(pnns), text);
    }

    AllocationProblem problem(AllocationPolicy policy) {
        return new AllocationProblem(nodes, rows().map(this::entry).toList(), policy);
    }

    List<String> expected() {
        return rows().map(words -> words.getFirst() + " " + words.getLast()).toList();
    }

    static List<String> print(Assignment assignment) {
        List<String> lines = new ArrayList<>();
        assignment
                .owners()
                .forEach((ip, owner) -> lines.add(ip + " " + owner.map(Pnn::toString).orElse("-")));
        return lines;
    }

    private Stream<List<String>> rows() {
        return text.lines().map(line -> List.of(BLANKS.split(line.strip(), -1)));
    }

    private AllocationProblem.Entry entry(List<String> words) {
        Optional<Pnn> owner =
                Optional.of(words.get(1))
                        .filter(word -> !word.equals("-"))
                        .map(word -> new Pnn(Integer.parseInt(word)));
        return new AllocationProblem.Entry(IpAddress.of(words.get(0)), owner, available(words));
    }

    private SortedSet<Pnn> available(List<String> words) {
        SortedSet<Pnn> pnns = new TreeSet<>();
        for (int node = 0; node < nodes; node++) {
            boolean listed =
                    words.size() == 4
                            || COMMA.splitAsStream(words.get(2))
                                    .anyMatch(Integer.toString(node)::equals);
            if (listed && !unfit.contains(node)) {
                pnns.add(new Pnn(node));
            }
        }
        return pnns;
    }
}
