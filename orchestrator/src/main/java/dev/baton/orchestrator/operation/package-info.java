/** Storage operations: which calls, in which order and on which nodes, and what is undone. */
@NullMarked
package dev.baton.orchestrator.operation;

import org.jspecify.annotations.NullMarked;
