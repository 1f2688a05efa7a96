/** Calls scripts: the events of a node, the scripts that answer them and what came of it. */
@NullMarked
package dev.baton.events;

import org.jspecify.annotations.NullMarked;
