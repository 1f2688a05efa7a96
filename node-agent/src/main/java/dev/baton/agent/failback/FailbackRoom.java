package dev.baton.agent.failback;

import dev.baton.config.ConfigProblem;
import dev.baton.config.FailbackNow;
import dev.baton.config.FailbackRules;
import dev.baton.config.Parsed;
import dev.baton.orchestrator.exchange.Input;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at the clock for windows that open or close, and reads the rules anew when told to.
 *
 * <p>The core hears of changes only. A window is acted on at most {@value #LOOK_SECONDS} s late,
 * also when somebody sets the clock.
 */
public final class FailbackRoom {

    private static final Logger LOG = LoggerFactory.getLogger(FailbackRoom.class);
    private static final int LOOK_SECONDS = 5;

    private final Clock clock;
    private final Supplier<Parsed<FailbackRules>> files;
    private final Consumer<Input> inbox;
    private final ScheduledExecutorService hours =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("failback").daemon().factory());
    private volatile FailbackRules rules;
    private FailbackNow told;

    /**
     * @param clock shows the local time of this node
     * @param first the rules the core was born with
     * @param files reads the rules as they stand in the files now
     */
    public FailbackRoom(
            Clock clock,
            FailbackRules first,
            Supplier<Parsed<FailbackRules>> files,
            Consumer<Input> inbox) {
        this.clock = clock;
        this.rules = first;
        this.files = files;
        this.inbox = inbox;
        this.told = first.at(LocalDateTime.now(clock));
    }

    /** Begins to look at the clock. */
    public void start() {
        var _ = hours.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What the files say, as far as this agent has read them. Thread: any. */
    public FailbackRules rules() {
        return rules;
    }

    /** Goes by the files as they are now; why not, when they are wrong. Blocks on files. */
    public Optional<String> reread() {
        Parsed<FailbackRules> read = files.get();
        if (read.hasErrors()) {
            return read.problems().stream()
                    .filter(ConfigProblem::isError)
                    .findFirst()
                    .map(ConfigProblem::toString);
        }
        rules = read.value();
        look();
        return Optional.empty();
    }

    /** Tells the core what has changed since it was told last. */
    synchronized void look() {
        FailbackNow now = rules.at(LocalDateTime.now(clock));
        if (!now.equals(told)) {
            told = now;
            LOG.info(
                    "failback_changed open={} closed={}",
                    now.rules().stream().filter(FailbackNow.Rule::isOpen).count(),
                    now.rules().stream().filter(rule -> !rule.isOpen()).count());
            inbox.accept(new Input.FailbackChanged(now));
        }
    }

    public void close() {
        hours.shutdown();
    }
}
