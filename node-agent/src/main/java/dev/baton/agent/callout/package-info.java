/** Carries storage operations out: calls, their journal, jobs, volumes of this node, hooks. */
@NullMarked
package dev.baton.agent.callout;

import org.jspecify.annotations.NullMarked;
