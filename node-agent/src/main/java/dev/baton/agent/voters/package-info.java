/** Keeps who votes on disk, reads the nodes again, and holds the cluster lock. */
@NullMarked
package dev.baton.agent.voters;

import org.jspecify.annotations.NullMarked;
