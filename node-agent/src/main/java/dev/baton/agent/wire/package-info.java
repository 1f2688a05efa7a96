/** Carries bytes between the nodes of one cluster: framed, greeted, bounded, reconnecting. */
@NullMarked
package dev.baton.agent.wire;

import org.jspecify.annotations.NullMarked;
