/** Plans a takeover run from a snapshot and carries it through, stage by stage. */
@NullMarked
package dev.baton.orchestrator.takeover;

import org.jspecify.annotations.NullMarked;
