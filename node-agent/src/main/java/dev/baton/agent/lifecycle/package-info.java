/** Virtual machines whose disks are to be moved, as people describe them. */
@NullMarked
package dev.baton.agent.lifecycle;

import org.jspecify.annotations.NullMarked;
