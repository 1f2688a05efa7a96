package dev.baton.events.contract.opennebula;

/** A disk or a machine's directory on a host. Source: storage call-outs contract, section 4.4. */
public record Place(String host, String path) {

    /** A disk in this directory; drivers tell disks by this name. */
    public Place disk(int number) {
        return new Place(host, path + "/disk." + number);
    }

    /** The same on another host. */
    public Place on(String other) {
        return new Place(other, path);
    }

    @Override
    public String toString() {
        return host + ":" + path;
    }
}
