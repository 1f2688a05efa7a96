package dev.baton.events.plugin;

import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.PluginInfo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A plugin: implement what the system can do, leave out the rest. What is implemented is what
 * {@code capabilities} tells clients; what is not is refused with error 153.
 *
 * <p>Return when something has happened, or the job it goes on as; throw a {@link PluginFailure}
 * with a number and a sentence when it has not happened. Sizes are in bytes. One session, one call
 * at a time. Searching, checking what clients send, old names and frames are the kit's work.
 * Source: storage call-outs contract, section 5.7.
 */
public interface StoragePlugin {

    /** What it is, and its version. */
    PluginInfo info();

    /**
     * Begins a session.
     *
     * @param limit after which the client gives up on a call
     */
    void register(LsmUri uri, Optional<String> password, Duration limit) throws PluginFailure;

    /** Ends the session; also when the client went away. */
    default void unregister() {}

    /** What pools belong to. */
    List<StorageSystem> systems() throws PluginFailure;

    /** What volumes and file systems are made in. */
    List<Pool> pools() throws PluginFailure;

    /** How far a job is, also one that was begun in another session, by another process. */
    default LsmJobStatus job(String id) throws PluginFailure {
        throw new PluginFailure(LsmCode.NOT_FOUND_JOB, "there is no job " + id);
    }

    /** Forgets a job that has ended. */
    default void free(String id) throws PluginFailure {
        throw new PluginFailure(LsmCode.NOT_FOUND_JOB, "there is no job " + id);
    }

    /** All volumes. */
    default List<Volume> volumes() throws PluginFailure {
        throw missing();
    }

    /**
     * Makes a volume of at least this size.
     *
     * @param thin empty where the client does not mind
     */
    default Work<Volume> createVolume(Pool pool, String name, long size, Optional<Boolean> thin)
            throws PluginFailure {
        throw missing();
    }

    /** Gives it another size; whether it may shrink is the system's matter. */
    default Work<Volume> resizeVolume(Volume volume, long size) throws PluginFailure {
        throw missing();
    }

    /**
     * Makes another with its data.
     *
     * @param kind 2 clone, 3 copy, 4 and 5 mirrors
     */
    default Work<Volume> replicateVolume(Optional<Pool> pool, int kind, Volume source, String name)
            throws PluginFailure {
        throw missing();
    }

    /** Deletes it with its data. */
    default Work<Volume> deleteVolume(Volume volume) throws PluginFailure {
        throw missing();
    }

    /** Brings it online. */
    default void enableVolume(Volume volume) throws PluginFailure {
        throw missing();
    }

    /** Takes it offline. */
    default void disableVolume(Volume volume) throws PluginFailure {
        throw missing();
    }

    /** Whether others are made from it, so that it cannot go. */
    default boolean hasChildren(Volume volume) throws PluginFailure {
        throw missing();
    }

    /** All groups of initiators. */
    default List<AccessGroup> accessGroups() throws PluginFailure {
        throw missing();
    }

    /** Makes a group with its first initiator. */
    default AccessGroup createAccessGroup(String name, String initiator, int kind, String system)
            throws PluginFailure {
        throw missing();
    }

    /** Deletes a group. */
    default void deleteAccessGroup(AccessGroup group) throws PluginFailure {
        throw missing();
    }

    /** Adds an initiator. */
    default AccessGroup addInitiator(AccessGroup group, String initiator, int kind)
            throws PluginFailure {
        throw missing();
    }

    /** Takes an initiator out. */
    default AccessGroup removeInitiator(AccessGroup group, String initiator, int kind)
            throws PluginFailure {
        throw missing();
    }

    /** Lets a group reach a volume. */
    default void maskVolume(AccessGroup group, Volume volume) throws PluginFailure {
        throw missing();
    }

    /** Undoes mask. */
    default void unmaskVolume(AccessGroup group, Volume volume) throws PluginFailure {
        throw missing();
    }

    /** What a group can reach. */
    default List<Volume> volumesOf(AccessGroup group) throws PluginFailure {
        throw missing();
    }

    /** Who can reach a volume. */
    default List<AccessGroup> accessGroupsOf(Volume volume) throws PluginFailure {
        throw missing();
    }

    /** All file systems. */
    default List<FileSystem> fileSystems() throws PluginFailure {
        throw missing();
    }

    /** Makes a file system. */
    default Work<FileSystem> createFileSystem(Pool pool, String name, long size)
            throws PluginFailure {
        throw missing();
    }

    /** Gives it another size. */
    default Work<FileSystem> resizeFileSystem(FileSystem fs, long size) throws PluginFailure {
        throw missing();
    }

    /** Makes another with its data, or with those of a snapshot. */
    default Work<FileSystem> cloneFileSystem(
            FileSystem fs, String name, Optional<FileSystemSnapshot> snapshot)
            throws PluginFailure {
        throw missing();
    }

    /** Deletes it with its data. */
    default Work<FileSystem> deleteFileSystem(FileSystem fs) throws PluginFailure {
        throw missing();
    }

    /** Its snapshots. */
    default List<FileSystemSnapshot> snapshots(FileSystem fs) throws PluginFailure {
        throw missing();
    }

    /** Takes a snapshot. */
    default Work<FileSystemSnapshot> createSnapshot(FileSystem fs, String name)
            throws PluginFailure {
        throw missing();
    }

    /** Deletes a snapshot. */
    default Work<FileSystemSnapshot> deleteSnapshot(FileSystem fs, FileSystemSnapshot snapshot)
            throws PluginFailure {
        throw missing();
    }

    /**
     * Puts a file system back to a snapshot.
     *
     * @param files only these; none means all
     * @param names they are to have then; none means their own
     */
    default Work<FileSystemSnapshot> restoreSnapshot(
            FileSystem fs, FileSystemSnapshot snapshot, List<String> files, List<String> names)
            throws PluginFailure {
        throw missing();
    }

    /** Kinds of authentication that exports can have. */
    default List<String> exportAuths() throws PluginFailure {
        throw missing();
    }

    /** All exports. */
    default List<Export> exports() throws PluginFailure {
        throw missing();
    }

    /**
     * Exports a file system, or changes how.
     *
     * @param asked without an id; its path may be empty
     */
    default Export export(Export asked) throws PluginFailure {
        throw missing();
    }

    /** Ends an export. */
    default void unexport(Export export) throws PluginFailure {
        throw missing();
    }

    private static PluginFailure missing() {
        return new PluginFailure(LsmCode.NO_SUPPORT, "this plugin cannot do that");
    }
}
