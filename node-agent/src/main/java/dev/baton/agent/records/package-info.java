/** Shares what this node is and what it decided with all nodes, for people to read. */
@NullMarked
package dev.baton.agent.records;

import org.jspecify.annotations.NullMarked;
