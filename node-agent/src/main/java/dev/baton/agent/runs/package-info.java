/** Takeover runs on disk: what each was planned from, the plan, and how it ended. */
@NullMarked
package dev.baton.agent.runs;

import org.jspecify.annotations.NullMarked;
