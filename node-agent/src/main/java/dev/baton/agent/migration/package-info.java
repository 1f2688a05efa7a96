/** Reads a directory of settings whole, and puts another in its place, all or nothing. */
@NullMarked
package dev.baton.agent.migration;

import org.jspecify.annotations.NullMarked;
