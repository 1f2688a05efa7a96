/** Tells the core which addresses may leave a healthy node, as hours and files change. */
@NullMarked
package dev.baton.agent.failback;

import org.jspecify.annotations.NullMarked;
