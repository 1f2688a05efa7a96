/** Talks to the ctdbd that keeps Samba's databases beside the agent. */
@NullMarked
package dev.baton.agent.beside;

import org.jspecify.annotations.NullMarked;
