/**
 * A cluster of network namespaces on one machine: nodes, networks, an outside client and prober.
 */
@NullMarked
package dev.baton.testcluster.netns;

import org.jspecify.annotations.NullMarked;
