/** The page that every agent serves, as files of the class path: no network, no build chain. */
@NullMarked
package dev.baton.monitoring.console;

import org.jspecify.annotations.NullMarked;
