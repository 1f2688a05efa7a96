package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Incarnation;

/**
 * A voter's word to one holder about one right. It runs until T after the voter last heard that
 * holder.
 *
 * @param number the number it was asked with
 * @param weak given while the voter could not know its own past
 */
record Promise(Incarnation holder, long number, boolean weak) {}
