/** CTDB's command line, answered by the agent in CTDB's words, columns and exit codes. */
@NullMarked
package dev.baton.agent.compat;

import org.jspecify.annotations.NullMarked;
