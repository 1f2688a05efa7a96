package dev.baton.orchestrator.cluster;

import dev.baton.config.Tunable;
import dev.baton.config.Tunables;

/**
 * The tunables of one node by where their values come from. What stands later counts more.
 *
 * @param files what its files set when it started
 * @param shared what all nodes go by
 * @param own what was set on this node alone; gone with its life
 */
public record NodeTunables(Tunables files, SharedTunables shared, Tunables own) {

    /** Nothing was set anywhere. */
    public static final NodeTunables DEFAULT = ofFiles(Tunables.DEFAULT);

    /** Where a value comes from. */
    public enum Source {
        DEFAULT("default"),
        FILE("file"),
        SHARED("shared"),
        NODE("node");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        /** The word of commands. */
        public String text() {
            return text;
        }
    }

    /** Of a node whose life begins. */
    public static NodeTunables ofFiles(Tunables files) {
        return new NodeTunables(files, SharedTunables.NONE, Tunables.DEFAULT);
    }

    /** The values the node works by. */
    public Tunables inForce() {
        return files.plus(shared.values()).plus(own);
    }

    /** Where the value in force comes from. */
    public Source sourceOf(Tunable tunable) {
        if (own.sets(tunable)) {
            return Source.NODE;
        }
        if (shared.values().sets(tunable)) {
            return Source.SHARED;
        }
        return files.sets(tunable) ? Source.FILE : Source.DEFAULT;
    }
}
