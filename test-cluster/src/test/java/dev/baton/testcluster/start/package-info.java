/** How the scripts of the test cluster prepare a machine, build, and begin. */
@NullMarked
package dev.baton.testcluster.start;

import org.jspecify.annotations.NullMarked;
