/** What all storage call-outs have in common: a call, how it is started, what came of it. */
@NullMarked
package dev.baton.events.callout;

import org.jspecify.annotations.NullMarked;
