package dev.baton.events.contract.ganeti;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.SeenProvider.SeenFile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In what the providers of nodes differ. Scripts have to be the same on every node, and nothing
 * copies them. Source: storage operations, section 5; storage call-outs contract, section 3.1.
 */
public final class ProviderParity {

    /** What stands for something a node has not. */
    public static final String MISSING = "missing";

    /**
     * Something that is not the same everywhere.
     *
     * @param subject {@code provider}, {@code validity}, or {@code file PATH}
     * @param seen what each node has, of those that have the provider
     */
    public record Drift(String provider, String subject, SortedMap<Pnn, String> seen) {
        public Drift {
            seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
        }
    }

    private final SortedMap<Pnn, SeenProviders> nodes;
    private final List<Drift> found = new ArrayList<>();

    private ProviderParity(SortedMap<Pnn, SeenProviders> nodes) {
        this.nodes = nodes;
    }

    /** All differences, by provider; nodes that have told nothing are left out of them. */
    public static List<Drift> drift(SortedMap<Pnn, SeenProviders> nodes) {
        ProviderParity parity = new ProviderParity(nodes);
        SortedSet<String> names = new TreeSet<>();
        nodes.values().forEach(all -> all.providers().forEach(each -> names.add(each.name())));
        names.forEach(parity::compare);
        return List.copyOf(parity.found);
    }

    /** How many providers are not the same everywhere. */
    public static int providers(List<Drift> drift) {
        return (int) drift.stream().map(Drift::provider).distinct().count();
    }

    private void compare(String name) {
        SortedMap<Pnn, String> presence = new TreeMap<>();
        SortedMap<Pnn, String> validity = new TreeMap<>();
        SortedMap<Pnn, SeenProvider> having = new TreeMap<>();
        nodes.forEach(
                (node, all) -> {
                    Optional<SeenProvider> own =
                            all.providers().stream()
                                    .filter(each -> each.name().equals(name))
                                    .findFirst();
                    if (own.isPresent()) {
                        presence.put(node, "there");
                        validity.put(node, own.get().isValid() ? "valid" : "not valid");
                        having.put(node, own.get());
                    } else if (!all.cut()) {
                        presence.put(node, MISSING);
                    }
                });
        note(name, "provider", presence);
        note(name, "validity", validity);
        compareFiles(name, having);
    }

    private void compareFiles(String name, SortedMap<Pnn, SeenProvider> having) {
        SortedSet<String> paths = new TreeSet<>();
        having.values().forEach(each -> each.files().forEach(file -> paths.add(file.path())));
        for (String path : paths) {
            SortedMap<Pnn, String> seen = new TreeMap<>();
            having.forEach(
                    (node, each) ->
                            seen.put(
                                    node,
                                    each.files().stream()
                                            .filter(file -> file.path().equals(path))
                                            .findFirst()
                                            .map(SeenFile::words)
                                            .orElse(MISSING)));
            note(name, "file " + path, seen);
        }
    }

    private void note(String provider, String subject, SortedMap<Pnn, String> seen) {
        if (new TreeSet<>(seen.values()).size() > 1) {
            found.add(new Drift(provider, subject, seen));
        }
    }
}
