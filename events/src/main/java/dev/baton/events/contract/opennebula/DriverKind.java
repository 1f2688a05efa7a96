package dev.baton.events.contract.opennebula;

/** What a driver is for. Source: storage call-outs contract, section 4.1. */
public enum DriverKind {
    /** Keeps images. */
    DATASTORE("datastore"),
    /** Brings disks to hosts and back. */
    TRANSFER("tm");

    private final String word;

    DriverKind(String word) {
        this.word = word;
    }

    /** Its directory below the drivers. */
    public String word() {
        return word;
    }
}
