/** Starts the agent and the commands that need none: dispatch and wiring only. */
@NullMarked
package dev.baton.agent;

import org.jspecify.annotations.NullMarked;
