/** Decides which node hosts which public address, from who holds and who may host them now. */
@NullMarked
package dev.baton.orchestrator.allocation;

import org.jspecify.annotations.NullMarked;
