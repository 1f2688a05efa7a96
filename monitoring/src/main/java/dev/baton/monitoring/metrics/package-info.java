/** Tells facts and the published view as meters. */
@NullMarked
package dev.baton.monitoring.metrics;

import org.jspecify.annotations.NullMarked;
