/** The harness's end of the outside observer, whose own code is a Python process. */
@NullMarked
package dev.baton.testcluster.observer;

import org.jspecify.annotations.NullMarked;
