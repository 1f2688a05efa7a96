package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.events.callout.Secrets;
import dev.baton.events.contract.lsm.Shape.Instance;
import dev.baton.events.contract.lsm.Shape.ListOf;
import dev.baton.events.contract.lsm.Shape.OrNull;
import dev.baton.events.contract.lsm.Shape.Plain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One parameter; one of a name looks the same in every method.
 *
 * <p>Source: storage call-outs contract, section 5.7.
 */
public record LsmParameter(String name, Shape shape) {

    /** What every call must have: plugins in C refuse one without. Source: section 5.5. */
    public static final String FLAGS = "flags";

    private static final Secrets SECRETS = new Secrets(List.of());

    static List<LsmParameter> list(String names) {
        return names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(" ")).map(LsmParameter::of).toList();
    }

    private static LsmParameter of(String mark) {
        String name = mark.endsWith("?") ? mark.substring(0, mark.length() - 1) : mark;
        Shape shape = shapeOf(name);
        return new LsmParameter(name, name.equals(mark) ? shape : new OrNull(shape));
    }

    private static Shape shapeOf(String name) {
        return switch (name) {
            case "system" -> new Instance(LsmClass.SYSTEM);
            case "pool" -> new Instance(LsmClass.POOL);
            case "volume", "volume_src", "volume_dest" -> new Instance(LsmClass.VOLUME);
            case "access_group" -> new Instance(LsmClass.ACCESS_GROUP);
            case "fs", "src_fs" -> new Instance(LsmClass.FILE_SYSTEM);
            case "snapshot" -> new Instance(LsmClass.FS_SNAPSHOT);
            case "export" -> new Instance(LsmClass.NFS_EXPORT);
            case "ranges" -> new ListOf(new Instance(LsmClass.BLOCK_RANGE));
            case "disks" -> new ListOf(new Instance(LsmClass.DISK));
            case "files", "restore_files" -> new OrNull(new ListOf(Plain.TEXT));
            case "root_list", "rw_list", "ro_list" -> new OrNull(new ListOf(Plain.TEXT));
            case "all_files" -> Plain.TRUTH;
            case "timeout", "ms", "size_bytes", "new_size_bytes", "provisioning", "rep_type" ->
                    Plain.NUMBER;
            case "read_pct", "raid_type", "strip_size", "pdc", "wcp", "rcp", "init_type" ->
                    Plain.NUMBER;
            case "anon_uid", "anon_gid" -> new OrNull(Plain.NUMBER);
            case "password", "search_key", "search_value", "in_user", "in_password" ->
                    new OrNull(Plain.TEXT);
            case "out_user", "out_password", "export_path", "auth_type", "options" ->
                    new OrNull(Plain.TEXT);
            case "uri", "job_id", "volume_name", "name", "init_id", "dest_fs_name" -> Plain.TEXT;
            case "src_file_name", "dest_file_name", "snapshot_name", "fs_id" -> Plain.TEXT;
            default -> throw new IllegalStateException("a parameter without a shape: " + name);
        };
    }

    /** Whether its value is shown to nobody. */
    public boolean isSecret() {
        return SECRETS.isSecret(name) && !name.equals("auth_type") && !name.startsWith("search_");
    }

    /** Why it may not be that; empty when it may. */
    Optional<String> objection(JsonNode value) {
        Optional<String> wrong = shape.objection(name, value);
        return isSecret() ? wrong.map(_ -> name + ": expected " + shape.words()) : wrong;
    }
}
