/** The console in a real browser: Debian's Chromium, without a screen. */
@NullMarked
package dev.baton.testcluster.console;

import org.jspecify.annotations.NullMarked;
