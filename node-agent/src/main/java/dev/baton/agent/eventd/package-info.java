/** Runs events of any component for whoever asks, with an agent or without a cluster at all. */
@NullMarked
package dev.baton.agent.eventd;

import org.jspecify.annotations.NullMarked;
