/** The rule of leases as a model of its own, searched to its end by Spin. */
@NullMarked
package dev.baton.testcluster.model;

import org.jspecify.annotations.NullMarked;
