/** What an operator types, against real daemons of CTDB and of Baton in test mode. */
@NullMarked
package dev.baton.testcluster.operator;

import org.jspecify.annotations.NullMarked;
