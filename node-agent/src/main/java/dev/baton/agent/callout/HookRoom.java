package dev.baton.agent.callout;

import dev.baton.agent.callout.StorageAccess.Plan;
import dev.baton.config.HookOptions;
import dev.baton.events.callout.Secrets;
import dev.baton.orchestrator.exchange.Fact;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * This node's custom scripts of QuantaStor: those of the system, and those of pools, which none of
 * the system runs beside. Nothing is called before {@link #open}.
 *
 * <p>Thread: any. Source: storage call-outs contract, sections 2.1 to 2.6.
 */
final class HookRoom {

    /** How long a pool that is being started or stopped holds up a shutdown. */
    private static final Duration POOL_PATIENCE = Duration.ofSeconds(60);

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private record Opened(HookDesk system, PoolRoom pools) {}

    private final HookOptions options;
    private final String node;
    private final ObjectRoom objects;
    private final Secrets secrets;
    private final Consumer<Fact> facts;
    private volatile Optional<Opened> opened = Optional.empty();
    private volatile Optional<String> unhealthy = Optional.empty();

    HookRoom(
            HookOptions options,
            String node,
            ObjectRoom objects,
            Secrets secrets,
            Consumer<Fact> facts) {
        this.options = options;
        this.node = node;
        this.objects = objects;
        this.secrets = secrets;
        this.facts = facts;
    }

    /** From now on scripts are called. */
    void open(CallDesk desk) {
        HookDirectory directory = new HookDirectory(options.directory());
        PoolDesk pool = new PoolDesk(options, node, desk, directory, facts);
        opened =
                Optional.of(
                        new Opened(
                                new HookDesk(options, node, desk, BOOT_ID, facts),
                                new PoolRoom(pool, objects, node, secrets, POOL_PATIENCE)));
    }

    /** Calls system-poststart if it is due in this boot; blocks as long as that takes. */
    void started() {
        unhealthy = alone(HookDesk::started);
    }

    /** Calls system-prestop; why the shutdown is refused, empty when it may go on. */
    Optional<String> stopping() {
        return alone(HookDesk::stopping);
    }

    private Optional<String> alone(Function<HookDesk, Optional<String>> hook) {
        return opened.flatMap(room -> room.pools().excluding(() -> hook.apply(room.system())));
    }

    /** Why this node is unhealthy: a required hook failed. */
    Optional<String> objection() {
        return unhealthy.or(() -> opened.flatMap(room -> room.pools().objection()));
    }

    /** What a request about a pool would call; the room is open. */
    Plan plan(PoolRequest request) throws Refusal {
        return opened.orElseThrow().pools().plan(request);
    }

    /** How it ended; empty when that takes longer, the work goes on then. The room is open. */
    Optional<PoolEnd> carryOut(PoolRequest request, Duration patience) throws Refusal {
        return opened.orElseThrow().pools().carryOut(request, patience);
    }
}
