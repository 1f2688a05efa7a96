/** Runs the one thread that feeds the core its inputs and carries out what it decides. */
@NullMarked
package dev.baton.agent.core;

import org.jspecify.annotations.NullMarked;
