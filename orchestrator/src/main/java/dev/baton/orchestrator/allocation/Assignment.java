package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Which node shall host each address; empty where none can.
 *
 * @param owners in the order of the problem's entries
 */
public record Assignment(
        SequencedMap<IpAddress, Optional<Pnn>> owners, List<AllocationWarning> warnings) {

    public Assignment {
        owners = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(owners));
        warnings = List.copyOf(warnings);
    }
}
