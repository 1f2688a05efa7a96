/** Ganeti's ExtStorage providers: directories with one script for each action on a volume. */
@NullMarked
package dev.baton.events.contract.ganeti;

import org.jspecify.annotations.NullMarked;
