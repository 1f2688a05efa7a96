package dev.baton.orchestrator.takeover;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Instruction;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One stage of a plan: what each node is told, all of it side by side. */
public record Stage(StageName name, SortedMap<Pnn, List<Instruction>> orders) {
    public Stage {
        TreeMap<Pnn, List<Instruction>> copy = new TreeMap<>();
        orders.forEach((node, instructions) -> copy.put(node, List.copyOf(instructions)));
        orders = Collections.unmodifiableSortedMap(copy);
    }
}
