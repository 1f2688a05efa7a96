package dev.baton.testcluster.agent;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Tests of real agents: skipped, saying so, where namespaces cannot be made; two minutes each. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("netns")
@Timeout(120)
@EnabledIf(
        value = "dev.baton.testcluster.netns.NetnsCluster#possible",
        disabledReason = "NO NAMESPACES HERE: the kernel or the user's rights forbid them")
@interface NeedsNamespaces {}
