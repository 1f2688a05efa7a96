package dev.baton.orchestrator.cluster;

import dev.baton.config.NodesFile;

import java.util.List;
import java.util.stream.IntStream;

/** Sets of nodes 0, 1, 2 ... that all vote. */
public final class ExampleVoters {

    private ExampleVoters() {}

    /** So many nodes, by majority. */
    public static VoterSet set(int nodes) {
        return VoterSet.of(file(nodes));
    }

    public static NodesFile file(int nodes) {
        List<String> lines =
                IntStream.rangeClosed(1, nodes).mapToObj(last -> "10.9.0." + last).toList();
        return NodesFile.parse("nodes", lines).value();
    }

    public static Voters founded(int nodes) {
        return Voters.founded(set(nodes));
    }
}
