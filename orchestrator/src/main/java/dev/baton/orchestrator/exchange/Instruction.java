package dev.baton.orchestrator.exchange;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.util.Optional;

/** One thing a leader orders a node to do within a stage. */
public sealed interface Instruction {

    record StartRecovery() implements Instruction {}

    record Recovered() implements Instruction {}

    record StartIpReallocate() implements Instruction {}

    record IpReallocated() implements Instruction {}

    /** Ends the hold with this number; any other hold is refused. */
    record Release(IpAddress ip, long number) implements Instruction {}

    record Take(IpAddress ip) implements Instruction {}

    /** Moves the hold with this number to another interface of the same node. */
    record Update(IpAddress ip, long number, InterfaceName to) implements Instruction {}

    record Ban(long seconds) implements Instruction {}

    /** The address it is about; empty when it is about the node as a whole. */
    default Optional<IpAddress> address() {
        return switch (this) {
            case Release(IpAddress ip, long _) -> Optional.of(ip);
            case Take(IpAddress ip) -> Optional.of(ip);
            case Update update -> Optional.of(update.ip());
            case StartRecovery _, Recovered _, StartIpReallocate _, IpReallocated _, Ban _ ->
                    Optional.empty();
        };
    }
}
