/** The pages for alerts, as they are in the distribution. */
@NullMarked
package dev.baton.agent.runbook;

import org.jspecify.annotations.NullMarked;
