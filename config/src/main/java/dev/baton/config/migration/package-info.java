/** Translates a directory of CTDB's files into one of Baton's, and back; touches no file itself. */
@NullMarked
package dev.baton.config.migration;

import org.jspecify.annotations.NullMarked;
