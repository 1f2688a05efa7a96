/** Proves the launcher {@code bin/baton}, with a stand-in for the Java runtime. */
@NullMarked
package dev.baton.agent.launcher;

import org.jspecify.annotations.NullMarked;
