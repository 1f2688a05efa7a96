/** Debian's Prometheus beside real agents, with the rules that are shipped. */
@NullMarked
package dev.baton.testcluster.prometheus;

import org.jspecify.annotations.NullMarked;
