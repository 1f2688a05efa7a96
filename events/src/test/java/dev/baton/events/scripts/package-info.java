/** Proves that the shipped event scripts do what they say, against stubbed and real commands. */
@NullMarked
package dev.baton.events.scripts;

import org.jspecify.annotations.NullMarked;
