package dev.baton.testcluster.simulation;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.AddressSeen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The public addresses one machine's kernel carries. It outlives the agent, removes expired
 * addresses up to K late, and tells a listener what it added, changed or removed.
 */
final class KernelModel {

    /** Hears what the kernel did, at once; how late the agent learns of it is not decided here. */
    interface Listener {
        void appeared(AddressSeen seen);

        void vanished(IpAddress ip, InterfaceName on);

        void linksChanged(SortedMap<InterfaceName, Boolean> up);
    }

    private record Entry(int bits, long endsAt, long serial) {}

    private record Place(IpAddress ip, InterfaceName on) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byIp = ip.compareTo(other.ip);
            return byIp != 0 ? byIp : on.compareTo(other.on);
        }
    }

    /** How late the kernel is each time it removes an expired address. */
    interface Lateness {
        Duration next();
    }

    private final MachineTime time;
    private final NodeClock clock;
    private final Lateness lateness;
    private final Listener listener;
    private final TreeMap<Place, Entry> entries = new TreeMap<>();
    private final TreeMap<InterfaceName, Boolean> links = new TreeMap<>();
    private long serial;
    private boolean keeps;

    KernelModel(MachineTime time, NodeClock clock, Lateness lateness, Listener listener) {
        this.time = time;
        this.clock = clock;
        this.lateness = lateness;
        this.listener = listener;
    }

    /** Adds the address or replaces its lifetime; zero seconds: it has no end. */
    void write(IpAddress ip, int bits, InterfaceName on, int seconds) {
        Place place = new Place(ip, on);
        long ends =
                seconds == 0
                        ? Long.MAX_VALUE
                        : clock.after(time.now(), Duration.ofSeconds(seconds));
        Entry entry = new Entry(bits, ends, ++serial);
        entries.put(place, entry);
        if (seconds != 0) {
            long gone = clock.after(ends, lateness.next());
            time.at(gone, () -> expire(place, entry.serial()));
        }
        listener.appeared(seen(place, entry));
    }

    private void expire(Place place, long written) {
        Entry entry = entries.get(place);
        if (entry != null && entry.serial() == written) {
            entries.remove(place);
            listener.vanished(place.ip(), place.on());
        }
    }

    /** The machine stood still, and with it what its addresses have left to live. */
    void stoodStill(long nanos) {
        entries.replaceAll(
                (_, entry) ->
                        entry.endsAt() == Long.MAX_VALUE
                                ? entry
                                : new Entry(entry.bits(), entry.endsAt() + nanos, entry.serial()));
    }

    /** From now on nothing is deleted, as if a stray process added it again at once. */
    void keepEverything() {
        keeps = true;
    }

    /** Deletes the address wherever it is. */
    void delete(IpAddress ip) {
        if (keeps) {
            return;
        }
        for (Place place : List.copyOf(entries.keySet())) {
            if (place.ip().equals(ip)) {
                entries.remove(place);
                listener.vanished(ip, place.on());
            }
        }
    }

    void delete(IpAddress ip, InterfaceName on) {
        if (!keeps && entries.remove(new Place(ip, on)) != null) {
            listener.vanished(ip, on);
        }
    }

    /** As after a restart of the machine, or the launcher's cleaning; nobody is told. */
    void clear() {
        entries.clear();
    }

    boolean carries(IpAddress ip) {
        for (Place place : entries.keySet()) {
            if (place.ip().equals(ip)) {
                return true;
            }
        }
        return false;
    }

    /** Where the kernel carries one address, or all of them when none is named. */
    List<AddressSeen> read(Optional<IpAddress> only) {
        List<AddressSeen> seen = new ArrayList<>();
        entries.forEach(
                (place, entry) -> {
                    if (only.isEmpty() || only.get().equals(place.ip())) {
                        seen.add(seen(place, entry));
                    }
                });
        return seen;
    }

    private AddressSeen seen(Place place, Entry entry) {
        long left = entry.endsAt() == Long.MAX_VALUE ? -1 : secondsUntil(entry.endsAt());
        return new AddressSeen(place.ip(), entry.bits(), place.on(), left, true);
    }

    /** By this machine's clock, whole seconds begun. */
    private long secondsUntil(long end) {
        long nanos = clock.read(end).nanos() - clock.read(time.now()).nanos();
        return Math.max(0, (nanos + 999_990_000) / 1_000_000_000);
    }

    /** Which interfaces have carrier now. */
    SortedMap<InterfaceName, Boolean> links() {
        return new TreeMap<>(links);
    }

    /** A cable is plugged in or pulled; addresses stay. */
    void link(InterfaceName name, boolean up) {
        if (!Boolean.valueOf(up).equals(links.put(name, up))) {
            listener.linksChanged(links());
        }
    }

    /** On how many interfaces the address is. */
    int places(IpAddress ip) {
        int places = 0;
        for (Place place : entries.keySet()) {
            places += place.ip().equals(ip) ? 1 : 0;
        }
        return places;
    }
}
