/** What only reality can show: real agents in namespaces, their scripts, their faults. */
@NullMarked
package dev.baton.testcluster.agent;

import org.jspecify.annotations.NullMarked;
