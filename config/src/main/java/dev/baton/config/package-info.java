/** Names things: the nouns every room shares and the files an administrator writes. */
@NullMarked
package dev.baton.config;

import org.jspecify.annotations.NullMarked;
