/** OpenNebula's storage drivers: of datastores, and for the transfer of disks to machines. */
@NullMarked
package dev.baton.events.contract.opennebula;

import org.jspecify.annotations.NullMarked;
