/**
 * OpenNebula's storage drivers on their front-end: which there are, who may call them, jobs of
 * images and of machines' disks.
 */
@NullMarked
package dev.baton.agent.opennebula;

import org.jspecify.annotations.NullMarked;
