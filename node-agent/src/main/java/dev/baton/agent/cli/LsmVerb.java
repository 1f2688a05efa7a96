package dev.baton.agent.cli;

import dev.baton.events.contract.lsm.LsmMethod;

import java.util.Arrays;
import java.util.List;

/**
 * A method of libStorageMgmt as a command with arguments of its own.
 *
 * @param arguments in order: {@code LABEL:parameter} stands in the line, {@code --name:parameter}
 *     is an option, {@code --name!:parameter} one that must be given
 */
record LsmVerb(
        String noun,
        String verb,
        LsmMethod method,
        String arguments,
        String description,
        String example) {

    /**
     * An argument.
     *
     * @param name of the option with its dashes, or the label
     * @param parameter of the method
     */
    record Argument(String name, String parameter, boolean required) {

        boolean isOption() {
            return name.startsWith("--");
        }

        private static Argument of(String text) {
            String[] parts = text.split(":", 2);
            boolean marked = parts[0].endsWith("!");
            String name = marked ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
            return new Argument(name, parts[1], marked || !name.startsWith("--"));
        }
    }

    List<Argument> all() {
        return arguments.isEmpty()
                ? List.of()
                : Arrays.stream(arguments.split(" ")).map(Argument::of).toList();
    }

    boolean changes() {
        return method.kind() == LsmMethod.Kind.CHANGE || method.kind() == LsmMethod.Kind.JOB;
    }

    private static LsmVerb of(
            String words, LsmMethod method, String arguments, String description, String example) {
        String[] pair = words.split(" ", 2);
        return new LsmVerb(
                pair[0],
                pair[1],
                method,
                arguments,
                description,
                "baton lsm " + words + " sim://" + (example.isEmpty() ? "" : " " + example));
    }

    private static final String VOLUME = "VOLUME:volume";
    private static final String FS = "FILESYSTEM:fs";
    private static final String GROUP = "GROUP:access_group";

    /** All of them; by noun, in the order of help. */
    static final List<LsmVerb> ALL =
            List.of(
                    of("system list", LsmMethod.SYSTEMS, "", "The systems behind a URI.", ""),
                    of(
                            "system capabilities",
                            LsmMethod.CAPABILITIES,
                            "--system:system",
                            "What a system can do.",
                            ""),
                    of("pool list", LsmMethod.POOLS, "", "Pools and their space.", ""),
                    of(
                            "pool members",
                            LsmMethod.POOL_MEMBER_INFO,
                            "POOL:pool",
                            "What a pool is made of: RAID type, kind of members, their ids.",
                            "POOL1"),
                    of("volume list", LsmMethod.VOLUMES, "", "Volumes, and their pools.", ""),
                    of(
                            "volume create",
                            LsmMethod.VOLUME_CREATE,
                            "NAME:volume_name --pool!:pool --size!:size_bytes"
                                    + " --provisioning:provisioning",
                            "Makes a volume.",
                            "web1 --pool POOL1 --size 10GiB"),
                    of(
                            "volume resize",
                            LsmMethod.VOLUME_RESIZE,
                            VOLUME + " SIZE:new_size_bytes",
                            "Gives a volume another size.",
                            "web1 20GiB"),
                    of(
                            "volume copy",
                            LsmMethod.VOLUME_REPLICATE,
                            "VOLUME:volume_src NAME:name --pool:pool --as:rep_type",
                            "Makes a volume of another's data: clone, copy, mirror_sync or"
                                    + " mirror_async (default copy).",
                            "web1 web2 --as clone"),
                    of(
                            "volume delete",
                            LsmMethod.VOLUME_DELETE,
                            VOLUME,
                            "Deletes a volume with its data.",
                            "web1"),
                    of(
                            "volume enable",
                            LsmMethod.VOLUME_ENABLE,
                            VOLUME,
                            "Brings a volume online.",
                            "web1"),
                    of(
                            "volume disable",
                            LsmMethod.VOLUME_DISABLE,
                            VOLUME,
                            "Takes a volume offline.",
                            "web1"),
                    of(
                            "volume mask",
                            LsmMethod.VOLUME_MASK,
                            VOLUME + " " + GROUP,
                            "Lets the initiators of a group reach a volume.",
                            "web1 hosts"),
                    of(
                            "volume unmask",
                            LsmMethod.VOLUME_UNMASK,
                            VOLUME + " " + GROUP,
                            "Undoes mask.",
                            "web1 hosts"),
                    of(
                            "volume groups",
                            LsmMethod.ACCESS_GROUPS_GRANTED_TO_VOLUME,
                            VOLUME,
                            "The groups that can reach a volume.",
                            "web1"),
                    of("filesystem list", LsmMethod.FS, "", "File systems and their space.", ""),
                    of(
                            "filesystem create",
                            LsmMethod.FS_CREATE,
                            "NAME:name --pool!:pool --size!:size_bytes",
                            "Makes a file system.",
                            "home --pool POOL1 --size 1TiB"),
                    of(
                            "filesystem resize",
                            LsmMethod.FS_RESIZE,
                            FS + " SIZE:new_size_bytes",
                            "Gives a file system another size.",
                            "home 2TiB"),
                    of(
                            "filesystem clone",
                            LsmMethod.FS_CLONE,
                            "FILESYSTEM:src_fs NAME:dest_fs_name --snapshot:snapshot",
                            "Makes a file system of another's data.",
                            "home home2"),
                    of(
                            "filesystem delete",
                            LsmMethod.FS_DELETE,
                            FS,
                            "Deletes a file system with its data.",
                            "home"),
                    of(
                            "snapshot list",
                            LsmMethod.FS_SNAPSHOTS,
                            FS,
                            "Snapshots of a file system.",
                            "home"),
                    of(
                            "snapshot create",
                            LsmMethod.FS_SNAPSHOT_CREATE,
                            FS + " NAME:snapshot_name",
                            "Takes a snapshot of a file system.",
                            "home monday"),
                    of(
                            "snapshot delete",
                            LsmMethod.FS_SNAPSHOT_DELETE,
                            FS + " SNAPSHOT:snapshot",
                            "Deletes a snapshot.",
                            "home monday"),
                    of(
                            "snapshot restore",
                            LsmMethod.FS_SNAPSHOT_RESTORE,
                            FS + " SNAPSHOT:snapshot --files:files --as:restore_files",
                            "Puts a file system, or some of its files, back to a snapshot.",
                            "home monday --files a.txt"),
                    of("export list", LsmMethod.EXPORTS, "", "What is exported by NFS.", ""),
                    of("export types", LsmMethod.EXPORT_AUTH, "", "Kinds of authentication.", ""),
                    of(
                            "export add",
                            LsmMethod.EXPORT_FS,
                            "FILESYSTEM:fs_id --path:export_path --root:root_list --rw:rw_list"
                                    + " --ro:ro_list --anon-uid:anon_uid --anon-gid:anon_gid"
                                    + " --auth:auth_type --options:options",
                            "Exports a file system, or changes how; hosts by commas.",
                            "home --rw 192.0.2.7,192.0.2.8"),
                    of(
                            "export remove",
                            LsmMethod.EXPORT_REMOVE,
                            "EXPORT:export",
                            "Ends an export, named by id or path.",
                            "/home"),
                    of(
                            "access-group list",
                            LsmMethod.ACCESS_GROUPS,
                            "",
                            "Groups of initiators.",
                            ""),
                    of(
                            "access-group create",
                            LsmMethod.ACCESS_GROUP_CREATE,
                            "NAME:name INITIATOR:init_id --type:init_type --system:system",
                            "Makes a group with its first initiator; --type is wwpn or iqn.",
                            "hosts iqn.1994-05.com.example:a"),
                    of(
                            "access-group delete",
                            LsmMethod.ACCESS_GROUP_DELETE,
                            GROUP,
                            "Deletes a group.",
                            "hosts"),
                    of(
                            "access-group add",
                            LsmMethod.ACCESS_GROUP_INITIATOR_ADD,
                            GROUP + " INITIATOR:init_id --type:init_type",
                            "Adds an initiator to a group.",
                            "hosts iqn.1994-05.com.example:b"),
                    of(
                            "access-group remove",
                            LsmMethod.ACCESS_GROUP_INITIATOR_DELETE,
                            GROUP + " INITIATOR:init_id --type:init_type",
                            "Takes an initiator out of a group.",
                            "hosts iqn.1994-05.com.example:b"),
                    of(
                            "access-group volumes",
                            LsmMethod.VOLUMES_ACCESSIBLE_BY_ACCESS_GROUP,
                            GROUP,
                            "The volumes a group can reach.",
                            "hosts"),
                    of(
                            "job status",
                            LsmMethod.JOB_STATUS,
                            "JOB:job_id",
                            "How far a job is; also one of an earlier session.",
                            "JOB_7"),
                    of(
                            "job free",
                            LsmMethod.JOB_FREE,
                            "JOB:job_id",
                            "Lets go of a job that has ended.",
                            "JOB_7"),
                    of("plugin info", LsmMethod.PLUGIN_INFO, "", "A plugin's own words.", ""));
}
