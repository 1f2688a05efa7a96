/** Runs events for the core: starts, renews and cancels their scripts and reports their end. */
@NullMarked
package dev.baton.agent.event;

import org.jspecify.annotations.NullMarked;
