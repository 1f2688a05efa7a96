/** Answers operators and scrapers: the unix socket and the HTTP port of one agent. */
@NullMarked
package dev.baton.agent.control;

import org.jspecify.annotations.NullMarked;
