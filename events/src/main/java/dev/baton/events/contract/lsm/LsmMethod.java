package dev.baton.events.contract.lsm;

import static dev.baton.events.contract.lsm.Shape.Plain.NOTHING;
import static dev.baton.events.contract.lsm.Shape.Plain.NUMBER;
import static dev.baton.events.contract.lsm.Shape.Plain.TEXT;
import static dev.baton.events.contract.lsm.Shape.Plain.TRUTH;

import dev.baton.events.contract.lsm.Shape.Instance;
import dev.baton.events.contract.lsm.Shape.JobOr;
import dev.baton.events.contract.lsm.Shape.ListOf;
import dev.baton.events.contract.lsm.Shape.OrNull;
import dev.baton.events.contract.lsm.Shape.Plain;
import dev.baton.events.contract.lsm.Shape.Tuple;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All methods: what each is given beside {@code flags}, what it answers, and whether it changes
 * something. Source: storage call-outs contract, section 5.7.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable, shapes are records
public enum LsmMethod {
    PLUGIN_REGISTER(Kind.SESSION, "uri password timeout", NOTHING),
    PLUGIN_UNREGISTER(Kind.SESSION, "", NOTHING),
    PLUGIN_INFO(Kind.READ, "", texts(2)),
    TIME_OUT_SET(Kind.SESSION, "ms", NOTHING),
    TIME_OUT_GET(Kind.READ, "", NUMBER),
    CAPABILITIES(Kind.READ, "system", new Instance(LsmClass.CAPABILITIES)),
    JOB_STATUS(Kind.READ, "job_id", new Tuple(List.of(NUMBER, NUMBER, Plain.ANYTHING))),
    JOB_FREE(Kind.JOB, "job_id", NOTHING),
    SYSTEMS(Kind.READ, "", listOf(LsmClass.SYSTEM)),
    POOLS(Kind.READ, "search_key search_value", listOf(LsmClass.POOL)),
    VOLUMES(Kind.READ, "search_key search_value", listOf(LsmClass.VOLUME)),
    DISKS(Kind.READ, "search_key search_value", listOf(LsmClass.DISK)),
    FS(Kind.READ, "search_key search_value", listOf(LsmClass.FILE_SYSTEM)),
    EXPORTS(Kind.READ, "search_key search_value", listOf(LsmClass.NFS_EXPORT)),
    ACCESS_GROUPS(Kind.READ, "search_key search_value", listOf(LsmClass.ACCESS_GROUP)),
    TARGET_PORTS(Kind.READ, "search_key search_value", listOf(LsmClass.TARGET_PORT)),
    BATTERIES(Kind.READ, "search_key search_value", listOf(LsmClass.BATTERY)),
    SYSTEM_READ_CACHE_PCT_UPDATE(Kind.CHANGE, "system read_pct", NOTHING),
    VOLUME_CREATE(Kind.CHANGE, "pool volume_name size_bytes provisioning", jobOr(LsmClass.VOLUME)),
    VOLUME_RESIZE(Kind.CHANGE, "volume new_size_bytes", jobOr(LsmClass.VOLUME)),
    VOLUME_REPLICATE(Kind.CHANGE, "pool? rep_type volume_src name", jobOr(LsmClass.VOLUME)),
    VOLUME_REPLICATE_RANGE_BLOCK_SIZE(Kind.READ, "system", NUMBER),
    VOLUME_REPLICATE_RANGE(Kind.CHANGE, "rep_type volume_src volume_dest ranges", job()),
    VOLUME_DELETE(Kind.CHANGE, "volume", job()),
    VOLUME_ENABLE(Kind.CHANGE, "volume", NOTHING),
    VOLUME_DISABLE(Kind.CHANGE, "volume", NOTHING),
    VOLUME_IDENT_LED_ON(Kind.CHANGE, "volume", NOTHING),
    VOLUME_IDENT_LED_OFF(Kind.CHANGE, "volume", NOTHING),
    VOLUME_MASK(Kind.CHANGE, "access_group volume", NOTHING),
    VOLUME_UNMASK(Kind.CHANGE, "access_group volume", NOTHING),
    VOLUME_CHILD_DEPENDENCY(Kind.READ, "volume", TRUTH),
    VOLUME_CHILD_DEPENDENCY_RM(Kind.CHANGE, "volume", job()),
    VOLUME_RAID_INFO(Kind.READ, "volume", numbers(5)),
    VOLUME_CACHE_INFO(Kind.READ, "volume", numbers(5)),
    VOLUME_RAID_CREATE_CAP_GET(
            Kind.READ, "system", new Tuple(Collections.nCopies(2, new ListOf(NUMBER)))),
    VOLUME_RAID_CREATE(
            Kind.CHANGE, "name raid_type disks strip_size", new Instance(LsmClass.VOLUME)),
    VOLUME_PHYSICAL_DISK_CACHE_UPDATE(Kind.CHANGE, "volume pdc", NOTHING),
    VOLUME_WRITE_CACHE_POLICY_UPDATE(Kind.CHANGE, "volume wcp", NOTHING),
    VOLUME_READ_CACHE_POLICY_UPDATE(Kind.CHANGE, "volume rcp", NOTHING),
    POOL_MEMBER_INFO(Kind.READ, "pool", new Tuple(List.of(NUMBER, NUMBER, new ListOf(TEXT)))),
    ACCESS_GROUP_CREATE(
            Kind.CHANGE, "name init_id init_type system", new Instance(LsmClass.ACCESS_GROUP)),
    ACCESS_GROUP_DELETE(Kind.CHANGE, "access_group", NOTHING),
    ACCESS_GROUP_INITIATOR_ADD(
            Kind.CHANGE, "access_group init_id init_type", new Instance(LsmClass.ACCESS_GROUP)),
    ACCESS_GROUP_INITIATOR_DELETE(
            Kind.CHANGE, "access_group init_id init_type", new Instance(LsmClass.ACCESS_GROUP)),
    VOLUMES_ACCESSIBLE_BY_ACCESS_GROUP(Kind.READ, "access_group", listOf(LsmClass.VOLUME)),
    ACCESS_GROUPS_GRANTED_TO_VOLUME(Kind.READ, "volume", listOf(LsmClass.ACCESS_GROUP)),
    ISCSI_CHAP_AUTH(Kind.CHANGE, "init_id in_user in_password out_user out_password", NOTHING),
    FS_CREATE(Kind.CHANGE, "pool name size_bytes", jobOr(LsmClass.FILE_SYSTEM)),
    FS_RESIZE(Kind.CHANGE, "fs new_size_bytes", jobOr(LsmClass.FILE_SYSTEM)),
    FS_CLONE(Kind.CHANGE, "src_fs dest_fs_name snapshot?", jobOr(LsmClass.FILE_SYSTEM)),
    FS_DELETE(Kind.CHANGE, "fs", job()),
    FS_FILE_CLONE(Kind.CHANGE, "fs src_file_name dest_file_name snapshot?", job()),
    FS_SNAPSHOTS(Kind.READ, "fs", listOf(LsmClass.FS_SNAPSHOT)),
    FS_SNAPSHOT_CREATE(Kind.CHANGE, "fs snapshot_name", jobOr(LsmClass.FS_SNAPSHOT)),
    FS_SNAPSHOT_DELETE(Kind.CHANGE, "fs snapshot", job()),
    FS_SNAPSHOT_RESTORE(Kind.CHANGE, "fs snapshot files restore_files all_files", job()),
    FS_CHILD_DEPENDENCY(Kind.READ, "fs files", TRUTH),
    FS_CHILD_DEPENDENCY_RM(Kind.CHANGE, "fs files", job()),
    EXPORT_AUTH(Kind.READ, "", new ListOf(TEXT)),
    EXPORT_FS(
            Kind.CHANGE,
            "fs_id export_path root_list rw_list ro_list anon_uid anon_gid auth_type options",
            new Instance(LsmClass.NFS_EXPORT)),
    EXPORT_REMOVE(Kind.CHANGE, "export", NOTHING);

    /** What a method does to the system. */
    public enum Kind {
        /** Begins, ends or tunes the session. */
        SESSION,
        /** Only looks. */
        READ,
        /** Lets go of a job that has ended. */
        JOB,
        /** Changes something: such calls on one system come one after another. */
        CHANGE
    }

    private static final Map<String, LsmMethod> BY_WORD = new TreeMap<>();

    static {
        Arrays.stream(values()).forEach(each -> BY_WORD.put(each.word(), each));
    }

    private final Kind kind;
    private final List<LsmParameter> parameters;
    private final Shape reply;

    LsmMethod(Kind kind, String parameters, Shape reply) {
        this.kind = kind;
        this.parameters = LsmParameter.list(parameters);
        this.reply = reply;
    }

    private static Shape listOf(LsmClass type) {
        return new ListOf(new Instance(type));
    }

    private static Shape jobOr(LsmClass type) {
        return new JobOr(new Instance(type));
    }

    private static Shape job() {
        return new OrNull(TEXT);
    }

    private static Shape numbers(int count) {
        return new Tuple(Collections.nCopies(count, NUMBER));
    }

    private static Shape texts(int count) {
        return new Tuple(Collections.nCopies(count, TEXT));
    }

    /** Its name on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does to the system. */
    public Kind kind() {
        return kind;
    }

    /** In the contract's order, without {@code flags}. */
    public List<LsmParameter> parameters() {
        return parameters;
    }

    /** What it answers. */
    public Shape reply() {
        return reply;
    }

    /** By its name on the wire; empty for one the contract does not know. */
    public static Optional<LsmMethod> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
