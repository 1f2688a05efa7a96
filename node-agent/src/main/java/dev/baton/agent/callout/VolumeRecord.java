package dev.baton.agent.callout;

import dev.baton.events.contract.ganeti.Volume;

import java.util.Optional;

/**
 * A volume this node has made.
 *
 * @param size in MiB
 * @param device of this node it was attached as; empty for none
 * @param at milliseconds since 1970 of its making
 */
public record VolumeRecord(Volume volume, long size, VolumeState state, String device, long at) {

    /** Where it was attached; empty while it is not. */
    public Optional<String> attached() {
        return device.isEmpty() ? Optional.empty() : Optional.of(device);
    }

    VolumeRecord in(VolumeState other) {
        return new VolumeRecord(volume, size, other, device, at);
    }

    VolumeRecord attachedAs(Optional<String> path) {
        return new VolumeRecord(volume, size, state, path.orElse(""), at);
    }

    VolumeRecord ofSize(long other) {
        return new VolumeRecord(volume, other, state, device, at);
    }
}
