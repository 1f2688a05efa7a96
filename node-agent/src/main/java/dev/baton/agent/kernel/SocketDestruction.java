package dev.baton.agent.kernel;

/** How destroying the sockets of an address ended. */
public sealed interface SocketDestruction {

    /** All found are gone; this many were destroyed by us. */
    record Destroyed(int count) implements SocketDestruction {}

    /** The kernel was built without CONFIG_INET_DIAG_DESTROY. */
    record Unsupported() implements SocketDestruction {}

    /** Some remain, and why; this many were destroyed. */
    record Incomplete(int count, KernelAnswer firstFailure) implements SocketDestruction {}
}
