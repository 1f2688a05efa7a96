/** Traces: where the time of a takeover run or of a storage operation went, for who wants them. */
@NullMarked
package dev.baton.agent.tracing;

import org.jspecify.annotations.NullMarked;
