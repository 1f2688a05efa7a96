/**
 * Speaks libStorageMgmt: calls plugins as its library does, and serves clients as its daemon does.
 */
@NullMarked
package dev.baton.agent.lsm;

import org.jspecify.annotations.NullMarked;
