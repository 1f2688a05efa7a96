/** Child processes that are told what to do by JSON lines and answer each with one line. */
@NullMarked
package dev.baton.testcluster.control;

import org.jspecify.annotations.NullMarked;
