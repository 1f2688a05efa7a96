/** Which disks of a virtual machine are moved, made and deleted when it starts, moves and ends. */
@NullMarked
package dev.baton.orchestrator.lifecycle;

import org.jspecify.annotations.NullMarked;
