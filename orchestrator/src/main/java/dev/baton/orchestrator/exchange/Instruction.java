package dev.baton.orchestrator.exchange;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

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
}
