/** Tokens: made, kept as hashes in one file, and recognized. */
@NullMarked
package dev.baton.agent.access;

import org.jspecify.annotations.NullMarked;
