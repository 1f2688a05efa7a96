package dev.baton.testcluster.stock;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tests with programs of others in namespaces: skipped where the machine lacks something, which is
 * named; three minutes each.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("netns")
@Timeout(180)
@ExtendWith(MachineCondition.class)
@interface NeedsStock {
    /**
     * Programs without which the test means nothing, by path; MACHINE stands for x86_64 and so on.
     */
    String[] value();
}
