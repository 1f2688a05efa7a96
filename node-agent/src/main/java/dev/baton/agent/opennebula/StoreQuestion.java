package dev.baton.agent.opennebula;

/** What can be asked about a datastore and its images without changing them. */
public sealed interface StoreQuestion {

    /** How much room there is. */
    record Room(String datastore) implements StoreQuestion {}

    /**
     * How large something would be, once registered.
     *
     * @param path of a file of the front-end, or an address
     */
    record Size(String datastore, String path) implements StoreQuestion {}

    /** What describes an image for other datastores. */
    record Offer(String image) implements StoreQuestion {}
}
