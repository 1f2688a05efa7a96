/**
 * Programs of others, unmodified, under real agents: CTDB's event scripts and what they look after.
 */
@NullMarked
package dev.baton.testcluster.stock;

import org.jspecify.annotations.NullMarked;
