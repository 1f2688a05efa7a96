package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;

/** A change the kernel tells about by itself. */
public sealed interface KernelNotice {

    /** Created, or given a new lifetime or state. */
    record AddressAdded(KernelAddress address) implements KernelNotice {}

    /** Deleted or expired. */
    record AddressRemoved(KernelAddress address) implements KernelNotice {}

    /** Created, or with a new state. */
    record LinkChanged(KernelLink link) implements KernelNotice {}

    /** Gone from this network namespace. */
    record LinkRemoved(InterfaceName name) implements KernelNotice {}

    /** Notices were lost: whoever keeps a picture of the kernel reads it anew. */
    record Overflow() implements KernelNotice {}
}
