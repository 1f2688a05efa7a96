/** Knows which agents are there by Hazelcast's word, and keeps records that every node may read. */
@NullMarked
package dev.baton.agent.membership;

import org.jspecify.annotations.NullMarked;
