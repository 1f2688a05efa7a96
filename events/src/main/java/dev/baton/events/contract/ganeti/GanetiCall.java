package dev.baton.events.contract.ganeti;

import dev.baton.events.callout.Call;

import java.util.List;
import java.util.Optional;

/**
 * What can be asked of a provider: one record for each script, with what that script is told.
 *
 * <p>Sizes are in MiB. Source: storage call-outs contract, sections 3.3 and 3.4.
 */
public sealed interface GanetiCall extends Call {

    /** The contract's name. */
    String CONTRACT = "ganeti";

    /** Makes a volume. */
    record Create(Volume volume, long size) implements GanetiCall {}

    /** Makes it a device of this node; says which, also when it is one already. */
    record Attach(Volume volume) implements GanetiCall {}

    /**
     * Undoes attach on this node.
     *
     * @param device the node has it as, where that is known
     */
    record Detach(Volume volume, Optional<String> device) implements GanetiCall {}

    /** Deletes it with its data. */
    record Remove(Volume volume) implements GanetiCall {}

    /**
     * Makes it larger.
     *
     * @param device the node has it as, where that is known
     */
    record Grow(Volume volume, long size, long newSize, Optional<String> device)
            implements GanetiCall {}

    /** Stores a text with it. */
    record SetInfo(Volume volume, String metadata) implements GanetiCall {}

    /** Has the provider judge the parameters; the checks are its own words. */
    record Verify(Volume volume, List<String> checks) implements GanetiCall {
        public Verify {
            checks = List.copyOf(checks);
        }
    }

    /** Takes a snapshot, a volume of its own from then on. */
    record Snapshot(Volume volume, String name, long size) implements GanetiCall {}

    /** Allows this node to read and write it, alone or beside others. */
    record Open(Volume volume, boolean exclusive) implements GanetiCall {}

    /** Ends what open allowed. */
    record Close(Volume volume) implements GanetiCall {}

    /** Which volume. */
    Volume volume();

    /** Which script. */
    default Action script() {
        return switch (this) {
            case Create _ -> Action.CREATE;
            case Attach _ -> Action.ATTACH;
            case Detach _ -> Action.DETACH;
            case Remove _ -> Action.REMOVE;
            case Grow _ -> Action.GROW;
            case SetInfo _ -> Action.SETINFO;
            case Verify _ -> Action.VERIFY;
            case Snapshot _ -> Action.SNAPSHOT;
            case Open _ -> Action.OPEN;
            case Close _ -> Action.CLOSE;
        };
    }

    @Override
    default String contract() {
        return CONTRACT;
    }

    @Override
    default String provider() {
        return volume().provider();
    }

    @Override
    default String action() {
        return script().word();
    }

    @Override
    default String subject() {
        return "volume:" + volume().name();
    }
}
