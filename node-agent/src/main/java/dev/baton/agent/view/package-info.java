/** An agent that owns nothing: one saved view, served to the command line and its readers. */
@NullMarked
package dev.baton.agent.view;

import org.jspecify.annotations.NullMarked;
