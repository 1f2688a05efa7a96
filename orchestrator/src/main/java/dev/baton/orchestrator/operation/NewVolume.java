package dev.baton.orchestrator.operation;

import dev.baton.events.contract.ganeti.Volume;

/**
 * A volume that is to be made.
 *
 * @param size in MiB
 */
public record NewVolume(Volume volume, long size) {}
