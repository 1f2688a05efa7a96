package dev.baton.events.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which cgroup belongs to which event. A group is made, and entered by the process that becomes the
 * first script, before it is known which event it will serve: entering one takes up to 13 ms
 * (measured, Linux 6.18), because the kernel waits until no processor is in the middle of a fork.
 *
 * <p>Thread: any.
 */
final class EventGroups {

    private final CgroupTree tree;
    private final Map<Path, String> keys = new TreeMap<>();
    private long made;

    EventGroups(CgroupTree tree) {
        this.tree = tree;
    }

    /** A new group, of no event yet. */
    Path make() throws IOException {
        long number;
        synchronized (this) {
            number = ++made;
        }
        return tree.make(Long.toString(number));
    }

    /** From now on the group is this event's. */
    synchronized void entrust(Path group, String key) {
        keys.put(group, key);
    }

    /** The groups of one event ({@code scope/ticket}) or of all events of a scope. */
    synchronized List<Path> of(String key) {
        List<Path> groups = new ArrayList<>();
        keys.forEach(
                (group, own) -> {
                    if (TaggedProcesses.within(own, key)) {
                        groups.add(group);
                    }
                });
        return groups;
    }

    /** Removes a group as far as nothing lives in it. */
    void remove(Path group) {
        CgroupTree.remove(group);
        if (!Files.exists(group)) {
            synchronized (this) {
                keys.remove(group);
            }
        }
    }

    void close() {
        CgroupTree.remove(tree.root());
    }
}
