/** Commands that the settings of this node name, called by Baton itself: a contract of our own. */
@NullMarked
package dev.baton.events.contract.command;

import org.jspecify.annotations.NullMarked;
