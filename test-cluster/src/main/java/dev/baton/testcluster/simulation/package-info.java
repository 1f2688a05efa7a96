/**
 * Plays the production core of several nodes in virtual time against faults, and checks it after
 * every step.
 */
@NullMarked
package dev.baton.testcluster.simulation;

import org.jspecify.annotations.NullMarked;
