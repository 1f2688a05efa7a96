/** Says what a cluster is: nodes, flags, runstates, incarnations and moments. */
@NullMarked
package dev.baton.orchestrator.cluster;

import org.jspecify.annotations.NullMarked;
