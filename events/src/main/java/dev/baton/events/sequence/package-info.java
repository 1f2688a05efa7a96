/** Decides, without side effects, which script comes next and which events may run side by side. */
@NullMarked
package dev.baton.events.sequence;

import org.jspecify.annotations.NullMarked;
