package dev.baton.testcluster.netns;

import org.junit.jupiter.api.Tag;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tests that mostly wait and measure no times: two such classes run at once. Whatever says how long
 * an address is away, or tries to hit an instant, runs alone.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("beside-others")
public @interface BesideOthers {}
