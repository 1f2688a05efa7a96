/** Composes the decisions of one node into one machine. */
@NullMarked
package dev.baton.orchestrator.node;

import org.jspecify.annotations.NullMarked;
