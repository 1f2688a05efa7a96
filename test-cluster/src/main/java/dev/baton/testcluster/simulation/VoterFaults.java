package dev.baton.testcluster.simulation;

import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** What operators do to the list of nodes. */
final class VoterFaults {

    private VoterFaults() {}

    /** Writes the list on every machine: these nodes, and a deleted line for each other one. */
    static void write(Simulator sim, Collection<Integer> listed) {
        int lines = sim.nodes().size();
        TreeSet<Integer> deleted = new TreeSet<>();
        for (int pnn = 0; pnn < lines; pnn++) {
            if (!listed.contains(pnn)) {
                deleted.add(pnn);
            }
        }
        write(sim, Simulator.nodesFile(lines, deleted));
    }

    /**
     * Whether the newest voters that any node has stored leave this node out of the list. While a
     * change is under way the node may still be needed for it.
     */
    static boolean isDeleted(Simulator sim, SimulatedNode node) {
        return sim.nodes().stream()
                .flatMap(each -> each.storedVoters().stream())
                .max(Comparator.naturalOrder())
                .filter(newest -> !newest.addresses().containsKey(new Pnn(node.pnn())))
                .isPresent();
    }

    /** Every machine has every node in its list again. */
    static void writeAll(Simulator sim) {
        write(sim, Simulator.nodesFile(sim.nodes().size(), new TreeSet<>()));
    }

    static void reload(Simulator sim, int asked) {
        sim.node(asked).ask(new OperatorCommand.ReloadNodes());
    }

    private static void write(Simulator sim, NodesFile file) {
        sim.nodes().forEach(node -> node.nodesFile(file));
    }
}
