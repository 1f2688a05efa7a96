package dev.baton.orchestrator.operation;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.Volume;
import dev.baton.orchestrator.operation.Step.Weight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which scripts of a provider an operation on volumes calls, in the framework's own order.
 *
 * <p>Source: storage call-outs contract, section 3.7. What a call asks to see whether it really
 * happened is not listed here; {@link dev.baton.events.callout.CallRun} adds it.
 */
public final class VolumeOperations {

    private VolumeOperations() {}

    /** All of these volumes, or none: one that fails undoes those before it, the last one first. */
    public static Operation<GanetiCall> create(Pnn on, List<NewVolume> volumes) {
        List<Step<GanetiCall>> steps = new ArrayList<>();
        for (NewVolume each : volumes) {
            Volume volume = each.volume();
            steps.add(
                    new Step<>(
                            on,
                            new GanetiCall.Create(volume, each.size()),
                            List.of(
                                    new GanetiCall.Detach(volume, Optional.empty()),
                                    new GanetiCall.Remove(volume))));
        }
        return Operation.inOrder(steps);
    }

    /** Makes it a device of the node. */
    public static Operation<GanetiCall> attach(Pnn on, Volume volume) {
        return calls(on, new GanetiCall.Attach(volume));
    }

    /** The device is asked for where it is not known. */
    public static Operation<GanetiCall> detach(Pnn on, Volume volume, Optional<String> device) {
        return device.isPresent()
                ? calls(on, new GanetiCall.Detach(volume, device))
                : calls(
                        on,
                        new GanetiCall.Attach(volume),
                        new GanetiCall.Detach(volume, Optional.empty()));
    }

    /**
     * Makes it larger; sizes in MiB.
     *
     * @param size it has
     */
    public static Operation<GanetiCall> grow(Pnn on, Volume volume, long size, long newSize) {
        return calls(
                on,
                new GanetiCall.Attach(volume),
                new GanetiCall.Grow(volume, size, newSize, Optional.empty()));
    }

    /**
     * Deletes it. The framework called a volume it could not attach removed, and left it behind;
     * here that is a failure unless {@code force} says to call remove all the same.
     */
    public static Operation<GanetiCall> remove(
            Pnn on, Volume volume, Optional<String> device, boolean force) {
        GanetiCall remove = new GanetiCall.Remove(volume);
        if (force && device.isEmpty()) {
            return calls(on, remove);
        }
        GanetiCall detach = new GanetiCall.Detach(volume, device);
        return device.isPresent()
                ? calls(on, detach, remove)
                : calls(on, new GanetiCall.Attach(volume), detach, remove);
    }

    /** Takes a snapshot of that name; size in MiB. */
    public static Operation<GanetiCall> snapshot(Pnn on, Volume volume, String name, long size) {
        return calls(on, new GanetiCall.Snapshot(volume, name, size));
    }

    /** Stores a text with it. */
    public static Operation<GanetiCall> setInfo(Pnn on, Volume volume, String metadata) {
        return calls(on, new GanetiCall.SetInfo(volume, metadata));
    }

    /** Has the provider judge its parameters. */
    public static Operation<GanetiCall> verify(Pnn on, Volume volume, List<String> checks) {
        return calls(on, new GanetiCall.Verify(volume, checks));
    }

    /**
     * Hands a volume in use over to another node. The framework attached it there while this one
     * had it open alone, which providers complained of: here it is opened shared before.
     *
     * @param device the first node has it as
     */
    public static Operation<GanetiCall> migrate(
            Pnn from, Pnn to, Volume volume, Optional<String> device) {
        return Operation.inOrder(
                List.of(
                        new Step<>(
                                from,
                                open(volume, false),
                                List.of(open(volume, true)),
                                Weight.UNDONE_TOO),
                        taken(to, volume),
                        Step.of(to, new GanetiCall.Close(volume)),
                        Step.of(to, open(volume, false)),
                        Step.of(from, new GanetiCall.Close(volume)),
                        Step.of(to, open(volume, true)),
                        new Step<>(
                                from,
                                new GanetiCall.Detach(volume, device),
                                List.of(),
                                Weight.TIDYING)));
    }

    /**
     * Takes a volume that nobody uses to another node. When that fails it is attached nowhere.
     *
     * @param device the first node has it as, where that is known
     */
    public static Operation<GanetiCall> failover(
            Pnn from, Pnn to, Volume volume, Optional<String> device) {
        return Operation.inOrder(
                List.of(
                        Step.of(from, new GanetiCall.Detach(volume, device)),
                        taken(to, volume),
                        Step.of(to, open(volume, true))));
    }

    /** Takes a volume that another node was handing over when it was lost. */
    public static Operation<GanetiCall> adopt(Pnn on, Volume volume) {
        return calls(on, new GanetiCall.Attach(volume), open(volume, true));
    }

    /** A node that was cut off while it attached may have it: it is told to let it go. */
    private static Step<GanetiCall> taken(Pnn to, Volume volume) {
        return new Step<>(
                to,
                new GanetiCall.Attach(volume),
                List.of(
                        new GanetiCall.Close(volume),
                        new GanetiCall.Detach(volume, Optional.empty())),
                Weight.UNDONE_TOO);
    }

    private static GanetiCall open(Volume volume, boolean exclusive) {
        return new GanetiCall.Open(volume, exclusive);
    }

    private static Operation<GanetiCall> calls(Pnn on, GanetiCall... calls) {
        List<Step<GanetiCall>> steps = new ArrayList<>();
        for (GanetiCall call : calls) {
            steps.add(Step.of(on, call));
        }
        return Operation.inOrder(steps);
    }
}
