package dev.baton.orchestrator.lease;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Change;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a holder does not want any more, for voters that have not heard so.
 *
 * <p>Bounds: one entry for each address, section and the right to lead; {@value #MOST_OBJECTS}
 * storage objects, which are then settled by one entry.
 */
final class GivenBack {

    static final int MOST_OBJECTS = 64;

    private final TreeMap<Right, Change.GiveBack> entries = new TreeMap<>();
    private Optional<Change.Settled> settled = Optional.empty();
    private int objects;

    void add(Change.GiveBack back) {
        if (entries.put(back.right(), back) == null && back.right() instanceof Right.Changing) {
            objects++;
        }
    }

    /** It stands on the list of what is wanted. */
    void askedAgain(Right right) {
        if (entries.remove(right) != null && right instanceof Right.Changing) {
            objects--;
        }
    }

    boolean hasTooManyObjects() {
        return objects > MOST_OBJECTS;
    }

    /** One entry stands for all objects that were given back: those that are not wanted. */
    void settle(long change, Collection<Right> wanted) {
        entries.keySet().removeIf(Right.Changing.class::isInstance);
        objects = 0;
        List<Right.Changing> kept =
                wanted.stream()
                        .filter(Right.Changing.class::isInstance)
                        .map(Right.Changing.class::cast)
                        .toList();
        settled = Optional.of(new Change.Settled(change, kept));
    }

    /** Adds what a voter that applied so much has not heard. */
    void addSince(long applied, Collection<Change> changes) {
        for (Change.GiveBack back : entries.values()) {
            if (back.change() > applied) {
                changes.add(back);
            }
        }
        settled.filter(each -> each.change() > applied).ifPresent(changes::add);
    }
}
