package dev.baton.orchestrator.node;

import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is different between two lists of nodes. Source: CTDB command contract, section 4. */
record NodesChange(NodesFile before, NodesFile after) {

    Optional<String> impossible(Set<Pnn> connected) {
        if (after.count() < before.count()) {
            return Optional.of(
                    "the file has %d lines for nodes, the cluster %d; put # before a line instead of removing it"
                            .formatted(after.count(), before.count()));
        }
        for (Map.Entry<Pnn, IpAddress> entry : before.addresses().entrySet()) {
            Pnn pnn = entry.getKey();
            Optional<IpAddress> now = after.addressOf(pnn);
            if (now.isEmpty() && connected.contains(pnn)) {
                return Optional.of(
                        "node %s is deleted in the file but runs; shut it down first"
                                .formatted(pnn));
            }
            if (now.isPresent() && !now.get().equals(entry.getValue())) {
                return Optional.of(
                        "node %s has address %s in the file and %s in the cluster; delete its line and add another"
                                .formatted(pnn, now.get(), entry.getValue()));
            }
        }
        return Optional.empty();
    }

    String words() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < after.count(); i++) {
            Pnn pnn = new Pnn(i);
            boolean was = before.addressOf(pnn).isPresent();
            boolean is = after.addressOf(pnn).isPresent();
            if (was && !is) {
                lines.add("Node " + i + " is DELETED");
            } else if (!was && is) {
                lines.add("Node " + i + (i < before.count() ? " is UNDELETED" : " is NEW"));
            }
        }
        return lines.isEmpty()
                ? "No change in nodes file, skipping unnecessary reload"
                : String.join("\n", lines);
    }
}
