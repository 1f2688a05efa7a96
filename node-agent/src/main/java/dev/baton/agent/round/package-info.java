/** Rounds of snapshots: this node's part of them, and those it coordinates. */
@NullMarked
package dev.baton.agent.round;

import org.jspecify.annotations.NullMarked;
