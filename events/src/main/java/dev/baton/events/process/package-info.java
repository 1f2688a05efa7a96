/** Starts the scripts of events as processes, watches them, and ends whatever they started. */
@NullMarked
package dev.baton.events.process;

import org.jspecify.annotations.NullMarked;
