/** Turns monitor results into flags and failures into bans. */
@NullMarked
package dev.baton.orchestrator.health;

import org.jspecify.annotations.NullMarked;
