/** Measures the bars of the project on this machine and prints one table; judges nothing. */
@NullMarked
package dev.baton.testcluster.bench;

import org.jspecify.annotations.NullMarked;
