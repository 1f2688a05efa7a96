/** Holds rights by leases that a majority of voters acknowledges; the whole safety argument. */
@NullMarked
package dev.baton.orchestrator.lease;

import org.jspecify.annotations.NullMarked;
