package dev.baton.agent.compat;

import dev.baton.config.LogLevel;

import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The process that answers, as the tool shows and changes it.
 *
 * @param version of the program
 * @param pid its process id
 * @param started when it was started
 * @param zone of the times it prints
 * @param level how much it logs now
 * @param setLevel changes that
 * @param calls how many calls are under way
 * @param lmaster CTDB's role of that name, which is only stored and shown
 */
public record AgentProcess(
        String version,
        long pid,
        Instant started,
        ZoneId zone,
        Supplier<LogLevel> level,
        Consumer<LogLevel> setLevel,
        AtomicInteger calls,
        AtomicBoolean lmaster) {}
