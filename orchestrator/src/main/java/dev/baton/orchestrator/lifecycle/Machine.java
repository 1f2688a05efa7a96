package dev.baton.orchestrator.lifecycle;

import dev.baton.events.contract.opennebula.Place;
import dev.baton.events.contract.opennebula.Transfer;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A virtual machine, as far as its disks go.
 *
 * @param home the datastore its directory is in
 * @param disks in the order in which they are made
 * @param context what it learns its settings from
 */
public record Machine(long id, Home home, List<Disk> disks, Optional<Context> context) {

    /**
     * A datastore of machines.
     *
     * @param location of all datastores, a path that is the same on every host
     * @param driver that brings directories and made disks to hosts
     */
    public record Home(long datastore, String location, String driver) {}

    /** Files for a disk of its own. */
    public record Context(int number, List<String> files) {
        public Context {
            files = List.copyOf(files);
        }
    }

    public Machine {
        disks = List.copyOf(disks);
        TreeSet<Integer> numbers = new TreeSet<>();
        disks.forEach(disk -> once(numbers, disk.number()));
        context.ifPresent(disk -> once(numbers, disk.number()));
    }

    private static void once(TreeSet<Integer> numbers, int number) {
        if (number < 0 || !numbers.add(number)) {
            throw new IllegalArgumentException("expected each disk to have a number: " + number);
        }
    }

    /** Its directory on a host. */
    public Place on(String host) {
        return new Place(host, "%s/%d/%d".formatted(home.location(), home.datastore(), id));
    }

    /** The driver of its directory. */
    public Transfer byHome() {
        return by(home.driver());
    }

    Transfer by(String driver) {
        return Transfer.of(driver, id, home.datastore());
    }
}
