/** Goes through stages with barriers between them, whatever is asked in them. */
@NullMarked
package dev.baton.orchestrator.stage;

import org.jspecify.annotations.NullMarked;
