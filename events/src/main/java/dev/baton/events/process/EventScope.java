package dev.baton.events.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything one event has started, or all events of one scope.
 *
 * @param key {@code scope} or {@code scope/ticket}
 * @param group the cgroup of it, where there are cgroups
 */
record EventScope(String key, Optional<Path> group, TaggedProcesses tagged) {

    /** The value of the tag variable. */
    String tag() {
        return tagged.tag(key);
    }

    /** Makes a launcher that has waited this event's. */
    void entrust(Process launcher) {
        tagged.entrust(launcher.pid(), key);
    }

    boolean anyAlive() {
        return group.map(CgroupTree::populated).orElseGet(() -> !tagged.members(key).isEmpty());
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
        if (group.isPresent()) {
            CgroupTree.kill(group.get());
        } else {
            members().forEach(EventScope::kill);
        }
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Tidies up after the launcher has ended; what lives on keeps its place. */
    void ended() {
        if (group.isPresent()) {
            CgroupTree.remove(group.get());
        } else {
            tagged.forgetEnded();
        }
    }

    private List<Long> members() {
        return group.map(CgroupTree::members).orElseGet(() -> tagged.members(key));
    }
}
