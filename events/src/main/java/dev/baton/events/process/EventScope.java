package dev.baton.events.process;

import java.util.List;
import java.util.Optional;

/**
 * Everything one event has started, or all events of one scope.
 *
 * @param key {@code scope} or {@code scope/ticket}
 * @param groups the cgroups of all events, where there are cgroups
 */
record EventScope(String key, Optional<EventGroups> groups, TaggedProcesses tagged) {

    /** The value of the tag variable. */
    String tag() {
        return tagged.tag(key);
    }

    /** Makes a launcher that has waited this event's. */
    void entrust(Launchers.Waiting launcher) {
        tagged.entrust(launcher.process().pid(), key);
        groups.ifPresent(all -> launcher.group().ifPresent(group -> all.entrust(group, key)));
    }

    boolean anyAlive() {
        return groups.map(all -> all.of(key).stream().anyMatch(CgroupTree::populated))
                .orElseGet(() -> !tagged.members(key).isEmpty());
    }

    /** Sends SIGTERM to each process. */
    void terminate() {
        members().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    /**
     * Sends SIGKILL to all, once; something may be born meanwhile, so ask {@link #anyAlive} and
     * repeat.
     */
    void kill() {
        if (groups.isPresent()) {
            groups.get().of(key).forEach(CgroupTree::kill);
        } else {
            members().forEach(EventScope::kill);
        }
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Tidies up after the launcher has ended; what lives on keeps its place. */
    void ended() {
        groups.ifPresent(all -> all.of(key).forEach(all::remove));
        tagged.forgetEnded();
    }

    private List<Long> members() {
        return groups.map(
                        all ->
                                all.of(key).stream()
                                        .flatMap(group -> CgroupTree.members(group).stream())
                                        .toList())
                .orElseGet(() -> tagged.members(key));
    }
}
