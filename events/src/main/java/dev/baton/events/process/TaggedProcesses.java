package dev.baton.events.process;

import dev.baton.config.IpAddress;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds the processes of events without cgroups: by the session of their launcher, by the tag in
 * their environment, by descent from either, and among the orphans this process has adopted as a
 * sub-reaper.
 *
 * <p>An orphan counts when it has a session of its own, no tag at all, and was born after the event
 * began. So this process must start nothing else in a new session. Known gap: without sub-reaper a
 * daemon that changed its session and dropped its environment is not found; cgroups have no such
 * gap.
 */
final class TaggedProcesses {

    /** The variable every script carries; its value is incarnation, scope and ticket. */
    static final String VARIABLE = "BATON_SCOPE";

    /** How the keys of calls begin that somebody waits for. */
    static final String CALL = "call-";

    /** One launcher: which event it serves and when it began. */
    private record Launched(String key, long startTicks) {}

    /** The key of launchers that wait: within no scope, because no scope is empty. */
    private static final String NO_EVENT = "";

    private static final Duration FORGET_EVERY = Duration.ofSeconds(5);

    private final String incarnation;
    private final long self = ProcessHandle.current().pid();
    private final long born =
            ProcessEntry.of(ProcessHandle.current().pid()).map(ProcessEntry::startTicks).orElse(0L);
    private final Map<Long, Launched> launched = new TreeMap<>();
    private Stopwatch sinceForgetting = Stopwatch.started();

    TaggedProcesses(String incarnation) {
        this.incarnation = incarnation;
    }

    String tag(String key) {
        return incarnation + "/" + key;
    }

    /** Starts a launcher under the same lock as the search for orphans: it is none. */
    synchronized Process launch(ProcessBuilder command) throws IOException {
        Process process = command.start();
        launched.put(process.pid(), new Launched(NO_EVENT, Long.MAX_VALUE));
        return process;
    }

    /** From now on the launcher and what it starts belong to this event. */
    synchronized void entrust(long launcher, String key) {
        launched.put(launcher, new Launched(key, ProcessEntry.ticksNow()));
    }

    /**
     * The living processes of one event ({@code scope/ticket}) or of all events of a scope, without
     * launchers.
     */
    synchronized List<Long> members(String key) {
        List<ProcessEntry> living = ProcessEntry.living();
        TreeSet<Long> found = new TreeSet<>();
        for (ProcessEntry entry : living) {
            if (!isLauncher(entry) && (bySession(entry, key) || byTagOrAdoption(entry, key))) {
                found.add(entry.pid());
            }
        }
        addDescendants(living, found);
        return List.copyOf(found);
    }

    /** The living processes of address events of other incarnations of the same identity. */
    List<Long> ofEarlierLives(String identity) {
        return ofEarlierLives(identity, TaggedProcesses::isOfAnAddress);
    }

    /** The living processes of calls of other incarnations of the same identity. */
    List<Long> callsOfEarlierLives(String identity) {
        return ofEarlierLives(identity, tag -> tag.startsWith(CALL, tag.lastIndexOf('/') + 1));
    }

    private List<Long> ofEarlierLives(String identity, Predicate<String> kind) {
        return ProcessEntry.living().stream()
                .filter(
                        entry ->
                                entry.environment(VARIABLE)
                                        .filter(tag -> isEarlier(tag, identity) && kind.test(tag))
                                        .isPresent())
                .map(ProcessEntry::pid)
                .toList();
    }

    private boolean isEarlier(String tag, String identity) {
        return within(tag, identity) && !within(tag, incarnation);
    }

    private static boolean isOfAnAddress(String tag) {
        List<String> words = List.of(tag.split("/", -1));
        return words.size() >= 2 && IpAddress.parse(words.get(words.size() - 2)).isPresent();
    }

    /**
     * Forgets launchers whose sessions have ended, so that a reused number is not taken for theirs.
     * Looks at all processes, so it does that at most every 5 s.
     */
    synchronized void forgetEnded() {
        if (sinceForgetting.elapsed().compareTo(FORGET_EVERY) < 0) {
            return;
        }
        sinceForgetting = Stopwatch.started();
        TreeSet<Long> sessions = new TreeSet<>();
        ProcessEntry.living().forEach(entry -> sessions.add(entry.session()));
        launched.keySet().retainAll(sessions);
    }

    private boolean isLauncher(ProcessEntry entry) {
        boolean waitsForScript = entry.session() == entry.parent();
        return launched.containsKey(entry.pid())
                || (waitsForScript && launched.containsKey(entry.parent()));
    }

    private boolean bySession(ProcessEntry entry, String key) {
        return Optional.ofNullable(launched.get(entry.session()))
                .filter(one -> within(one.key(), key))
                .isPresent();
    }

    private boolean byTagOrAdoption(ProcessEntry entry, String key) {
        if (entry.startTicks() < born) {
            return false;
        }
        Optional<String> tag = entry.environment(VARIABLE);
        return tag.map(value -> within(value, tag(key))).orElseGet(() -> adopted(entry, key));
    }

    private boolean adopted(ProcessEntry entry, String key) {
        boolean foreignSession = !launched.containsKey(entry.session());
        boolean mayBeOurs =
                entry.parent() == self && entry.session() != ownSession() && foreignSession;
        return mayBeOurs
                && launched.values().stream()
                        .anyMatch(
                                one ->
                                        within(one.key(), key)
                                                && entry.startTicks() >= one.startTicks());
    }

    private long ownSession() {
        return ProcessEntry.of(self).map(ProcessEntry::session).orElse(-1L);
    }

    private void addDescendants(List<ProcessEntry> living, Set<Long> found) {
        boolean grew = !found.isEmpty();
        while (grew) {
            grew = false;
            for (ProcessEntry entry : living) {
                grew |=
                        found.contains(entry.parent())
                                && !isLauncher(entry)
                                && found.add(entry.pid());
            }
        }
    }

    static boolean within(String value, String key) {
        return value.equals(key) || value.startsWith(key + "/");
    }
}
