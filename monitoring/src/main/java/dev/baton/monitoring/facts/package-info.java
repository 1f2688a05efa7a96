/** Tells facts: as log lines, and as a bounded history that can be asked. */
@NullMarked
package dev.baton.monitoring.facts;

import org.jspecify.annotations.NullMarked;
