package dev.baton.testcluster.console;

import java.util.Locale;
import java.util.StringJoiner;

/**
 * Clusters that a test wants to look at, as the text of saved views.
 *
 * <p>Source: docs/operator/views.md.
 */
final class SyntheticView {

    private SyntheticView() {}

    /** Nodes that are all well, the first leading, each with its share of the addresses. */
    static String of(int nodes, int addresses) {
        StringJoiner all = new StringJoiner(", ");
        for (int node = 0; node < nodes; node++) {
            all.add(
                    "{\"name\": \"n%d\", \"pnn\": %d, \"address\": \"10.1.0.%d\"}"
                            .formatted(node + 1, node, node + 1));
        }
        return whole(all.toString(), addresses(nodes, addresses));
    }

    /** Three nodes: one whose script failed, one that an operator took out, one that is gone. */
    static String ofTroubles() {
        String nodes =
                """
                {"name": "n1", "pnn": 0, "address": "10.1.0.1"},
                {"name": "n2", "pnn": 1, "address": "10.1.0.2", "flags": ["unhealthy"],
                 "failing_script": "50.samba exit 1", "interfaces_down": ["eth2"]},
                {"name": "n3", "pnn": 2, "address": "10.1.0.3", "flags": ["disabled"],
                 "reason": "firmware <b>4.2</b>"},
                {"name": "n4", "pnn": 3, "address": "10.1.0.4", "flags": ["disconnected"],
                 "heard_ago_seconds": 90.5},
                {"name": "n5", "pnn": 4, "address": "10.1.0.5"}\
                """;
        return whole(
                nodes,
                """
                {"ip": "192.0.2.101", "node": "n1", "interfaces": ["eth1"]},
                {"ip": "192.0.2.102", "node": "n5", "interfaces": ["eth1"],
                 "known_on": ["n2", "n5"]},
                {"ip": "192.0.2.103", "node": "", "interfaces": ["eth2"], "known_on": ["n2"]},
                {"ip": "2001:db8::101", "node": "n1", "interfaces": ["eth1"]}\
                """);
    }

    private static String addresses(int nodes, int addresses) {
        StringJoiner all = new StringJoiner(", ");
        for (int each = 0; each < addresses; each++) {
            all.add(
                    String.format(
                            Locale.ROOT,
                            "{\"ip\": \"192.0.%d.%d\", \"node\": \"n%d\","
                                    + " \"interfaces\": [\"eth%d\"]}",
                            2 + each / 50,
                            101 + each % 50,
                            1 + each % nodes,
                            1 + each / 50));
        }
        return all.toString();
    }

    private static String whole(String nodes, String addresses) {
        return """
        {"apiVersion": "baton/v1", "kind": "Status", "self": "n1", "leader": "n1",
         "nodes": [%s], "addresses": [%s]}
        """
                .formatted(nodes, addresses);
    }
}
