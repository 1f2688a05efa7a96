/** The outside clients: they read through every public address and measure the silence. */
@NullMarked
package dev.baton.testcluster.client;

import org.jspecify.annotations.NullMarked;
