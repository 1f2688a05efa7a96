/** Keeps the kernel's public addresses as the core wants them and tells what the kernel does. */
@NullMarked
package dev.baton.agent.address;

import org.jspecify.annotations.NullMarked;
