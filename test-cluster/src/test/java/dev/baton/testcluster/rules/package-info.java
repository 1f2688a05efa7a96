/** Holds the whole tree to its architecture and style, so that nobody has to remember them. */
@NullMarked
package dev.baton.testcluster.rules;

import org.jspecify.annotations.NullMarked;
