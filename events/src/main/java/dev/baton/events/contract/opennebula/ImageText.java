package dev.baton.events.contract.opennebula;

/**
 * What a description tells of an image beside its id.
 *
 * <p>Format and file system are one element FSTYPE in old dialects. Source: storage call-outs
 * contract, sections 4.3 and 4.9.
 */
public enum ImageText {
    UID,
    GID,
    UNAME,
    GNAME,
    NAME,
    PERMISSIONS,
    TYPE,
    PERSISTENT,
    REGTIME,
    /** Where it is, in its driver's words. */
    SOURCE,
    /** What cp brings: a file of the front-end or an address; what clone copies. */
    PATH,
    /** {@code raw}, {@code qcow2} and so on; {@code save_as} only reserves a name. */
    FORMAT(Told.AS_FORMAT),
    /** To make on it, such as {@code ext4}. */
    FS(Told.WITH_FORMAT),
    /** In MiB. */
    SIZE,
    STATE,
    RUNNING_VMS,
    DATASTORE_ID,
    DATASTORE,
    /** The snapshot that the snap actions are about. */
    TARGET_SNAPSHOT(Told.IF_ANY);

    /** How a description has it. */
    enum Told {
        /** As an element, empty where nothing is known. */
        ALWAYS,
        /** As the dialect has formats. */
        AS_FORMAT,
        /** Together with the format. */
        WITH_FORMAT,
        /** As an element where something is known. */
        IF_ANY
    }

    private final Told told;

    ImageText() {
        this(Told.ALWAYS);
    }

    ImageText(Told told) {
        this.told = told;
    }

    Told told() {
        return told;
    }
}
