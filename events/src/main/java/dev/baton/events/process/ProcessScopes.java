package dev.baton.events.process;

import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.sequence.Ticket;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BooleanSupplier;

/**
 * Knows which processes belong to which events of this agent, and ends them.
 *
 * <p>A scope is a public address (its text) for events of an address, so that all of them can be
 * ended together before the right to the address is given back; for other events it is the event's
 * ticket. Thread: any. Source: safety rule, sections 1.4 and 3.
 */
public final class ProcessScopes implements AutoCloseable {

    /** Longest time {@link #killAll} takes. */
    public static final Duration KILL_LIMIT = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final TaggedProcesses tagged;
    private final Optional<EventGroups> groups;

    /** Scopes of addresses in which something was started since all of it was last ended. */
    private final Set<String> used = new ConcurrentSkipListSet<>();

    /** Events and calls of which something outlived SIGKILL; forgotten once it is gone. */
    private final Set<EventScope> survivors = ConcurrentHashMap.newKeySet();

    private ProcessScopes(String incarnation, Optional<CgroupTree> cgroups) {
        this.tagged = new TaggedProcesses(incarnation);
        this.groups = cgroups.map(EventGroups::new);
    }

    /**
     * With cgroups where a process can really be killed through one, else by session, tag and
     * descent.
     *
     * @param incarnation this agent's life, unique on the machine: several agents may share one
     */
    public static ProcessScopes detect(String incarnation) {
        return new ProcessScopes(incarnation, CgroupTree.detect());
    }

    /** By session, tag and descent only. */
    public static ProcessScopes withoutCgroups(String incarnation) {
        return new ProcessScopes(incarnation, Optional.empty());
    }

    public boolean usesCgroups() {
        return groups.isPresent();
    }

    /** The scope of all events of an address. */
    public static String scopeOf(IpAddress address) {
        return address.toString();
    }

    /** Whether any process of any event of this scope lives, launchers aside. */
    public boolean anyAlive(String scope) {
        return whole(scope).anyAlive();
    }

    /**
     * Ends all processes of a scope; true when none lives any more, false when some outlived {@link
     * #KILL_LIMIT}.
     */
    public boolean killAll(String scope) {
        EventScope all = whole(scope);
        boolean wasUsed = used.remove(scope);
        boolean gone = untilNone(all::anyAlive, all::kill);
        if (gone) {
            all.ended();
        } else if (wasUsed) {
            used.add(scope);
        }
        return gone;
    }

    /**
     * Whether events of this scope have started anything since {@link #killAll} last ended all of
     * it. Costs no look at the processes.
     */
    public boolean mayHaveProcesses(String scope) {
        return used.contains(scope);
    }

    /**
     * Ends what events of addresses left running under earlier incarnations of this agent; for its
     * start, before any right is asked for. Services of other events live on. Finds them by their
     * tag, also with cgroups.
     *
     * @param identity what earlier incarnations have in common: the own incarnation is {@code
     *     identity/...}
     * @return false when some outlived {@link #KILL_LIMIT}
     */
    public boolean killAddressEventsOfEarlierLives(String identity) {
        return untilNone(
                () -> !tagged.ofEarlierLives(identity).isEmpty(),
                () -> tagged.ofEarlierLives(identity).forEach(EventScope::kill));
    }

    /**
     * Ends calls that earlier lives of this agent left running, so that what they have done can be
     * looked at. Those that were started and not waited for live on.
     *
     * @param identity as in {@link #killAddressEventsOfEarlierLives}
     * @return false when some outlived {@link #KILL_LIMIT}
     */
    public boolean killCallsOfEarlierLives(String identity) {
        return untilNone(
                () -> !tagged.callsOfEarlierLives(identity).isEmpty(),
                () -> tagged.callsOfEarlierLives(identity).forEach(EventScope::kill));
    }

    /** Something of this event or call outlived SIGKILL. */
    void outlived(EventScope scope) {
        survivors.add(scope);
    }

    /**
     * Events and calls of which something outlived SIGKILL and still lives: storage is ill. Looks
     * at their processes.
     */
    public int unkillable() {
        survivors.removeIf(scope -> !scope.anyAlive());
        return survivors.size();
    }

    private static boolean untilNone(BooleanSupplier anyAlive, Runnable kill) {
        Stopwatch watch = Stopwatch.started();
        while (anyAlive.getAsBoolean()) {
            if (watch.elapsed().compareTo(KILL_LIMIT) > 0) {
                return false;
            }
            kill.run();
            Stopwatch.pause(PAUSE);
        }
        return true;
    }

    /** Removes what is empty; what events left running lives on. */
    @Override
    public void close() {
        groups.ifPresent(EventGroups::close);
    }

    /** A new cgroup for the scripts of an event to come, where there are cgroups. */
    Optional<Path> newGroup() throws IOException {
        return groups.isPresent() ? Optional.of(groups.get().make()) : Optional.empty();
    }

    /** Starts a launcher, which leads its own session and has no event yet. */
    Process launch(ProcessBuilder command) throws IOException {
        return tagged.launch(command);
    }

    /** The scope of an event that is about to start something. */
    EventScope open(Ticket ticket, Event event) {
        event.address().ifPresent(ip -> used.add(scopeOf(ip)));
        return whole(
                event.address().map(ip -> scopeOf(ip) + "/" + ticket).orElse("event-" + ticket));
    }

    /** The scope of a call of storage that is about to start. */
    EventScope openCall(long number, boolean isWaitedFor) {
        return whole((isWaitedFor ? TaggedProcesses.CALL : "async-") + number);
    }

    private EventScope whole(String key) {
        return new EventScope(key, groups, tagged);
    }
}
