/**
 * Snapshot rounds: every node freezes what it writes, the snapshots are taken, every node that may
 * be frozen is thawed, whatever fails or dies in between; and a verdict that claims no more than
 * was seen. Without clock, thread, socket or log.
 */
@NullMarked
package dev.baton.orchestrator.snapshot;

import org.jspecify.annotations.NullMarked;
