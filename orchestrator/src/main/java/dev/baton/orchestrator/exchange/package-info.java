/** Carries what crosses the border of the core: inputs, effects, facts and messages; nouns only. */
@NullMarked
package dev.baton.orchestrator.exchange;

import org.jspecify.annotations.NullMarked;
