package dev.baton.agent.opennebula;

import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.DriverKind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A driver as it is on this node at the moment of asking.
 *
 * @param actions files that may be run
 * @param dialect it is called in; empty where that is neither set nor seen
 * @param tied whether it says that what it begins on hosts ends with it
 * @param problems why it cannot be used, or a file of it cannot; sentences
 */
public record FoundDriver(
        DriverKind kind,
        String name,
        Path directory,
        NavigableSet<String> actions,
        Optional<Dialect> dialect,
        boolean tied,
        List<String> problems) {

    public FoundDriver {
        actions = new TreeSet<>(actions);
        problems = List.copyOf(problems);
    }

    /** The same, of which nothing can be called for these reasons, too. */
    FoundDriver withoutUse(List<String> reasons) {
        List<String> all = new ArrayList<>(reasons);
        all.addAll(problems);
        return new FoundDriver(kind, name, directory, new TreeSet<>(), dialect, tied, all);
    }

    /** Such as {@code tm/ssh}. */
    public String word() {
        return kind.word() + "/" + name;
    }
}
