package dev.baton.testcluster.simulation;

import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.TreeSet;

/** What operators do to the list of nodes. */
final class VoterFaults {

    private VoterFaults() {}

    /**
     * Writes the list with a node added or deleted on every machine, and asks a node to reload it.
     * What the cluster must refuse it refuses.
     */
    static void toggle(Simulator sim, int target, int asked) {
        int lines = sim.nodes().size();
        TreeSet<Integer> deleted = new TreeSet<>();
        NodesFile file = sim.node(asked).nodesFile();
        for (int pnn = 0; pnn < lines; pnn++) {
            boolean is = file.addressOf(new Pnn(pnn)).isPresent();
            if (is == (pnn == target)) {
                deleted.add(pnn);
            }
        }
        if (deleted.size() < lines - 1) {
            write(sim, Simulator.nodesFile(lines, deleted));
            reload(sim, asked);
        }
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
