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
    FORMAT,
    /** To make on it, such as {@code ext4}. */
    FS,
    /** In MiB. */
    SIZE,
    STATE,
    RUNNING_VMS,
    DATASTORE_ID,
    DATASTORE,
    /** The snapshot that the snap actions are about. */
    TARGET_SNAPSHOT
}
