package dev.baton.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One schedule of snapshots.
 *
 * @param id what hooks and commands know it by, and its section's name
 * @param name what hooks are told as its name
 * @param nodes names or numbers of the nodes that freeze; empty for all
 * @param targets what snapshots are taken of; at least one
 * @param command takes and removes snapshots; empty for the providers of volumes
 * @param when it is due by itself; empty for never
 * @param keep of how many rounds snapshots are kept; 0 for all
 * @param freezeLimit after which a node thaws without being asked
 * @param holds whether presnap stays alive while it freezes
 * @param crashConsistent whether snapshots are taken although a node could not be frozen
 */
public record Schedule(
        String id,
        String name,
        List<String> nodes,
        List<Target> targets,
        Optional<Path> command,
        Optional<When> when,
        int keep,
        Duration freezeLimit,
        boolean holds,
        boolean crashConsistent) {

    /** Source: storage operations, section 2. */
    public static final Duration USUAL_FREEZE = Duration.ofSeconds(15);

    /**
     * What a snapshot is taken of.
     *
     * @param node name or number of the node that takes it
     * @param name a volume, or a word for the command
     */
    public record Target(String node, String name) {

        @Override
        public String toString() {
            return node + ":" + name;
        }
    }

    /**
     * Times it is due.
     *
     * @param calendar five fields as in a crontab
     * @param runsMissed whether a round that was missed is made up for, once
     */
    public record When(String calendar, ZoneId zone, boolean runsMissed) {}

    /** The same with one of its targets. */
    public Schedule only(Target target) {
        return new Schedule(
                id,
                name,
                nodes,
                List.of(target),
                command,
                when,
                keep,
                freezeLimit,
                holds,
                crashConsistent);
    }

    public Schedule {
        nodes = List.copyOf(nodes);
        targets = List.copyOf(targets);
        if (targets.isEmpty() || freezeLimit.isNegative() || freezeLimit.isZero()) {
            throw new IllegalArgumentException("expected targets and a limit, got " + id);
        }
    }
}
