/** The command line of one node: its tree, its pages and its changes, hosted by the agent. */
@NullMarked
package dev.baton.agent.cli;

import org.jspecify.annotations.NullMarked;
