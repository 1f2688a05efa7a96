package dev.baton.monitoring.metrics;

/** Which build runs: version of Baton, abbreviated commit, feature number of Java. */
public record Build(String version, String revision, String java) {}
