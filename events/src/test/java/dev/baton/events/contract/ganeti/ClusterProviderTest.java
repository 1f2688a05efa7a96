package dev.baton.events.contract.ganeti;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.Pnn;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

@DisplayName("Storage call-outs contract, 3.1: a provider is valid where it is on all nodes")
class ClusterProviderTest {

    /** Nodes by blanks: - has none, + could not tell all, ! is wrong, then its parameters. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "vg/ro vg/ro,    'lvm true [ro, vg] {0=, 1=}'",
        "vg/ro vg/x,     'lvm true [vg] {0=, 1=}'",
        "vg vg!,         'lvm false [vg] {0=, 1=bad}'",
        "vg -,           'lvm false [vg] {0=, 1=missing}'",
        "- vg - ,        'lvm false [vg] {0=missing, 1=, 2=missing}'",
        "vg + vg,        'lvm true [vg] {0=, 2=}'",
        "vg ro,          'lvm true [] {0=, 1=}'",
        "- -,            ''",
    })
    void byAllNodes(String nodes, String expected) {
        assertEquals(expected, shown(ClusterProvider.all(seen(nodes.strip()))));
    }

    private static String shown(List<ClusterProvider> all) {
        List<String> text = new ArrayList<>();
        for (ClusterProvider each : all) {
            text.add(
                    "%s %s %s %s"
                            .formatted(
                                    each.name(), each.isValid(), each.parameters(), each.nodes()));
        }
        return String.join("; ", text);
    }

    private static SortedMap<Pnn, SeenProviders> seen(String nodes) {
        TreeMap<Pnn, SeenProviders> all = new TreeMap<>();
        for (String node : nodes.split(" ", -1)) {
            boolean has = !node.equals("-") && !node.equals("+");
            List<String> parameters = Arrays.asList(node.replace("!", "").split("/", -1));
            SeenProvider provider =
                    new SeenProvider(
                            "lvm", "/x", node.endsWith("!") ? "bad" : "", parameters, List.of());
            all.put(
                    new Pnn(all.size()),
                    new SeenProviders(has ? List.of(provider) : List.of(), node.equals("+")));
        }
        return all;
    }
}
