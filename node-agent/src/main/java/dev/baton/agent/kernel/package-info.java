/**
 * Speaks to the Linux kernel: addresses, links, sockets, raw frames and process calls; starts no
 * process.
 */
@NullMarked
package dev.baton.agent.kernel;

import org.jspecify.annotations.NullMarked;
