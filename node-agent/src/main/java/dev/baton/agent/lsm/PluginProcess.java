package dev.baton.agent.lsm;

import dev.baton.events.callout.Outcome;
import dev.baton.events.process.RunningCall;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A plugin that runs, at the other end of its channel.
 *
 * <p>Ending it: its channel is closed, upon which plugins clean up and end; one that has not after
 * {@link #GRACE} gets SIGTERM, then SIGKILL. Source: storage call-outs contract, section 5.5.
 */
final class PluginProcess implements OtherEnd {

    /** How long a plugin may take to end after its channel was closed. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration MOMENT = Duration.ofMillis(500);

    private final FrameChannel channel;
    private final RunningCall call;
    private final CompletableFuture<Outcome> end;

    PluginProcess(FrameChannel channel, RunningCall call, CompletableFuture<Outcome> end) {
        this.channel = channel;
        this.call = call;
        this.end = end;
    }

    @Override
    public FrameChannel channel() {
        return channel;
    }

    /** How it ended; completed once it has. */
    CompletableFuture<Outcome> end() {
        return end;
    }

    @Override
    public Optional<Outcome> endSoon() {
        return endWithin(MOMENT);
    }

    private Optional<Outcome> endWithin(Duration patience) {
        return end.thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void abandon(String by) {
        channel.close();
        call.cancel(by);
    }

    /** Ends it; comes back when that has begun, and never later than {@link #GRACE}. */
    @Override
    public void close() {
        channel.close();
        if (endWithin(GRACE).isEmpty()) {
            call.cancel("the agent, because it went on after its session");
        }
    }
}
