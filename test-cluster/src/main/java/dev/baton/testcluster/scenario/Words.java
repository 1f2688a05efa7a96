package dev.baton.testcluster.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a record is written in a scenario file. Each slot, such as {@code <node>}, stands for one
 * component of the record, in order.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Words {
    String value();
}
