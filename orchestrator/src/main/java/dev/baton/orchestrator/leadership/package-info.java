/** Says who asks for the right to lead, and when; liveness only. */
@NullMarked
package dev.baton.orchestrator.leadership;

import org.jspecify.annotations.NullMarked;
