package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Incarnation;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The lives that take part in a takeover run: a later life of a node has made nothing ready. */
final class RunLives {

    private final Function<Pnn, Optional<Incarnation>> life;
    private final TreeMap<Pnn, Incarnation> began = new TreeMap<>();

    /**
     * @param life the present life of a connected node
     */
    RunLives(Function<Pnn, Optional<Incarnation>> life) {
        this.life = life;
    }

    /** A run begins with the present lives of these nodes. */
    void begin(Set<Pnn> nodes) {
        began.clear();
        nodes.forEach(node -> life.apply(node).ifPresent(present -> began.put(node, present)));
    }

    /** Whether a node is another life than when the run began. */
    boolean isAnother(Pnn node) {
        return !life.apply(node).equals(Optional.ofNullable(began.get(node)));
    }
}
