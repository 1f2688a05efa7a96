package dev.baton.events.contract.opennebula;

import java.util.Optional;

/**
 * For whom disks are moved, and by which driver.
 *
 * @param driver whose scripts are called
 * @param machine the virtual machine's id
 * @param datastore the id of the datastore the machine's directory is in
 * @param target the driver of that datastore, where a script of its own for it may exist: {@code
 *     clone.ssh} is tried before {@code clone}
 */
public record Transfer(String driver, long machine, long datastore, Optional<String> target) {

    /** Without scripts of another driver's. */
    public static Transfer of(String driver, long machine, long datastore) {
        return new Transfer(driver, machine, datastore, Optional.empty());
    }

    String subject() {
        return "machine:" + machine;
    }
}
