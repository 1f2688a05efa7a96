/** libStorageMgmt's wire: frames, requests and replies, methods, objects, error numbers. */
@NullMarked
package dev.baton.events.contract.lsm;

import org.jspecify.annotations.NullMarked;
