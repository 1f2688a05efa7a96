/**
 * For authors of libStorageMgmt plugins: what a plugin in Java has to say, and what speaks with its
 * clients. It runs in a process of its own for each session, as a jar beside Jackson's, or within
 * an agent, which serves {@code cluster://} with it.
 */
@NullMarked
package dev.baton.events.plugin;

import org.jspecify.annotations.NullMarked;
