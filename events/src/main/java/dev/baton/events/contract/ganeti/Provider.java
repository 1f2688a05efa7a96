package dev.baton.events.contract.ganeti;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A provider as it was found on this node. Source: storage call-outs contract, section 3.1.
 *
 * @param directory the first one of its name in the search path, complete or not
 * @param scripts that can be run
 * @param parameters what its list says
 * @param problems why it is not valid; sentences with their cure, none for a valid one
 */
public record Provider(
        String name,
        Path directory,
        SortedSet<Action> scripts,
        List<Parameter> parameters,
        List<String> problems) {

    public Provider {
        scripts = Collections.unmodifiableSortedSet(new TreeSet<>(scripts));
        parameters = List.copyOf(parameters);
        problems = List.copyOf(problems);
    }

    /** Whether volumes can be made with it here. */
    public boolean isValid() {
        return problems.isEmpty();
    }
}
