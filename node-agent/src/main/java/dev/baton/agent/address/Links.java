package dev.baton.agent.address;

import dev.baton.agent.kernel.KernelLink;
import dev.baton.config.InterfaceName;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The interfaces of public addresses as last read. Thread: the room's. */
final class Links {

    private final Supplier<SortedSet<InterfaceName>> names;
    private SortedMap<InterfaceName, KernelLink> known = new TreeMap<>();

    Links(Supplier<SortedSet<InterfaceName>> names) {
        this.names = names;
    }

    void read(AddressKernel kernel) {
        SortedMap<InterfaceName, KernelLink> found = new TreeMap<>();
        SortedSet<InterfaceName> used = names.get();
        for (KernelLink link : kernel.links()) {
            if (used.contains(link.name())) {
                found.put(link.name(), link);
            }
        }
        known = found;
    }

    Optional<KernelLink> find(InterfaceName name) {
        return Optional.ofNullable(known.get(name));
    }

    /** Every configured interface; a missing one is down. */
    SortedMap<InterfaceName, Boolean> up() {
        SortedMap<InterfaceName, Boolean> up = new TreeMap<>();
        for (InterfaceName name : names.get()) {
            up.put(name, find(name).map(link -> link.up() && link.carrier()).orElse(false));
        }
        return up;
    }

    /** Those on which claims can be heard. */
    List<KernelLink> ethernet() {
        return known.values().stream().filter(KernelLink::isEthernet).toList();
    }
}
