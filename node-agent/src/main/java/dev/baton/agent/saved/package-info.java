/** JSON files that people keep and hand on: every mistake in one is named with file and field. */
@NullMarked
package dev.baton.agent.saved;

import org.jspecify.annotations.NullMarked;
