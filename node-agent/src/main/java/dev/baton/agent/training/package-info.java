/** The rehearsal from which the build makes the cache of loaded classes. */
@NullMarked
package dev.baton.agent.training;

import org.jspecify.annotations.NullMarked;
