package dev.baton.events.contract.ganeti;

import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A provider as the cluster has it: it is valid where it is valid on all nodes, and its parameters
 * are those it has on all of them. Source: storage call-outs contract, section 3.1, "Diagnose".
 *
 * @param nodes what is wrong with it on each node; empty for a node where nothing is, and nodes
 *     that have told nothing of it are missing
 * @param parameters those of every node that has it
 */
public record ClusterProvider(
        String name, SortedMap<Pnn, String> nodes, SortedSet<String> parameters) {

    public ClusterProvider {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        parameters = Collections.unmodifiableSortedSet(new TreeSet<>(parameters));
    }

    /** Whether volumes can be made with it on every node that has told. */
    public boolean isValid() {
        return nodes.values().stream().allMatch(String::isEmpty);
    }

    /** Every provider some node has, by name. */
    public static List<ClusterProvider> all(SortedMap<Pnn, SeenProviders> seen) {
        SortedSet<String> names = new TreeSet<>();
        seen.values().forEach(all -> all.providers().forEach(each -> names.add(each.name())));
        return names.stream().map(name -> of(name, seen)).toList();
    }

    private static ClusterProvider of(String name, SortedMap<Pnn, SeenProviders> seen) {
        SortedMap<Pnn, String> nodes = new TreeMap<>();
        Optional<SortedSet<String>> parameters = Optional.empty();
        for (var entry : seen.entrySet()) {
            Optional<SeenProvider> own =
                    entry.getValue().providers().stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst();
            if (own.isPresent()) {
                nodes.put(entry.getKey(), own.get().problem());
                TreeSet<String> both = new TreeSet<>(own.get().parameters());
                parameters.ifPresent(both::retainAll);
                parameters = Optional.of(both);
            } else if (!entry.getValue().cut()) {
                nodes.put(entry.getKey(), ProviderParity.MISSING);
            }
        }
        return new ClusterProvider(name, nodes, parameters.orElseGet(TreeSet::new));
    }
}
