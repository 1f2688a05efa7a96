/** The demonstration: three real agents, every fault in turn, an outside observer's figures. */
@NullMarked
package dev.baton.testcluster.demo;

import org.jspecify.annotations.NullMarked;
