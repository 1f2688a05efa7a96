/**
 * For authors of storage providers: what a provider in Java has to say, and what calls it. It runs
 * in the scripts' own processes, is packed as a jar of its own and uses nothing but the JDK.
 */
@NullMarked
package dev.baton.events.provider;

import org.jspecify.annotations.NullMarked;
