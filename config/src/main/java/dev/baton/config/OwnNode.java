package dev.baton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds which node of {@code nodes} this host is. */
final class OwnNode {

    private final Optional<NodesFile> nodes;
    private final String nodesFile;
    private final HostFacts host;
    private final List<ConfigProblem> problems;

    OwnNode(
            Optional<NodesFile> nodes,
            String nodesFile,
            HostFacts host,
            List<ConfigProblem> problems) {
        this.nodes = nodes;
        this.nodesFile = nodesFile;
        this.host = host;
        this.problems = problems;
    }

    /** Empty only together with an error, here or in the file of nodes. */
    Optional<Pnn> find(ConfigEntries entries) {
        Optional<IpAddress> configured =
                entries.value(ConfigKey.NODE_ADDRESS, "an address", IpAddress::parse);
        if (configured.isPresent()) {
            return configured(entries, configured.get());
        }
        return entries.entry(ConfigKey.NODE_ADDRESS).isPresent()
                ? Optional.empty()
                : nodes.flatMap(this::bound);
    }

    private Optional<Pnn> configured(ConfigEntries entries, IpAddress address) {
        IniEntry entry = entries.entry(ConfigKey.NODE_ADDRESS).orElseThrow();
        if (!host.canBind(address)) {
            entries.error(
                    entry,
                    "this host does not have the address " + address,
                    "configure it on an interface, or write the address of this node");
        }
        Optional<Pnn> pnn = nodes.flatMap(all -> all.pnnOf(address));
        if (pnn.isEmpty() && nodes.isPresent()) {
            entries.error(
                    entry,
                    address + " is not in " + nodesFile,
                    "add it there, at the same place on every node");
        }
        return pnn;
    }

    private Optional<Pnn> bound(NodesFile all) {
        List<Pnn> mine =
                all.addresses().entrySet().stream()
                        .filter(entry -> host.canBind(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (mine.size() == 1) {
            return Optional.of(mine.getFirst());
        }
        if (mine.isEmpty()) {
            problem(
                    "none of its " + all.addresses().size() + " addresses is on this host",
                    "configure this node's address on an interface, or add it here");
        } else {
            String numbers = String.join(", ", mine.stream().map(Pnn::toString).toList());
            problem(
                    "this host has the addresses of the nodes " + numbers,
                    "say which is meant with [cluster] node address");
        }
        return Optional.empty();
    }

    private void problem(String why, String cure) {
        problems.add(ConfigProblem.error(nodesFile, 0, "", why, cure));
    }
}
