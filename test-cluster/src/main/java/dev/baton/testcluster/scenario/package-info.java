/**
 * Scenarios: what goes wrong in a cluster, when, and what must hold at the end; as data and as one
 * text language. Whoever can make things go wrong is a {@link dev.baton.testcluster.scenario.Stage}
 * and plays them.
 */
@NullMarked
package dev.baton.testcluster.scenario;

import org.jspecify.annotations.NullMarked;
