package dev.baton.events.contract.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Storage call-outs contract, section 5.7: every method by its words. */
class LsmMethodTest {

    /** Method, parameters, what a reply may be, what it may not. */
    private static final String TABLE =
            """
            plugin_register | uri password timeout | null | 1
            plugin_unregister | | null | true
            plugin_info | | ["d", "1.0"] | ["d"]
            time_out_set | ms | null | 0
            time_out_get | | 30000 | null
            capabilities | system | $CAPABILITIES | {}
            job_status | job_id | [1, 50, null] | [1, 50]
            job_free | job_id | null | []
            systems | | [$SYSTEM] | null
            pools | search_key search_value | [$POOL] | [$VOLUME]
            volumes | search_key search_value | [$VOLUME] | $VOLUME
            disks | search_key search_value | [] | [null]
            fs | search_key search_value | [$FS] | [1]
            exports | search_key search_value | [$EXPORT] | [$FS]
            access_groups | search_key search_value | [$GROUP] | {}
            target_ports | search_key search_value | [] | ""
            batteries | search_key search_value | [] | false
            system_read_cache_pct_update | system read_pct | null | 1
            volume_create | pool volume_name size_bytes provisioning | [null, $VOLUME] | [null, null]
            volume_resize | volume new_size_bytes | ["j", null] | ["j", $VOLUME]
            volume_replicate | pool rep_type volume_src name | [null, $VOLUME] | [null, $FS]
            volume_replicate_range_block_size | system | 512 | "512"
            volume_replicate_range | rep_type volume_src volume_dest ranges | "j" | 1
            volume_delete | volume | null | [null, null]
            volume_enable | volume | null | 1
            volume_disable | volume | null | 1
            volume_ident_led_on | volume | null | 1
            volume_ident_led_off | volume | null | 1
            volume_mask | access_group volume | null | 1
            volume_unmask | access_group volume | null | 1
            volume_child_dependency | volume | true | 1
            volume_child_dependency_rm | volume | "j" | true
            volume_raid_info | volume | [1, 2, 3, 4, 5] | [1, 2, 3, 4]
            volume_cache_info | volume | [1, 2, 3, 4, 5] | [1, 2, 3, 4, "5"]
            volume_raid_create_cap_get | system | [[1], [2, 3]] | [[1]]
            volume_raid_create | name raid_type disks strip_size | $VOLUME | [null, $VOLUME]
            volume_physical_disk_cache_update | volume pdc | null | 1
            volume_write_cache_policy_update | volume wcp | null | 1
            volume_read_cache_policy_update | volume rcp | null | 1
            pool_member_info | pool | [1, 2, ["d"]] | [1, 2, [3]]
            access_group_create | name init_id init_type system | $GROUP | null
            access_group_delete | access_group | null | $GROUP
            access_group_initiator_add | access_group init_id init_type | $GROUP | null
            access_group_initiator_delete | access_group init_id init_type | $GROUP | null
            volumes_accessible_by_access_group | access_group | [$VOLUME] | [$GROUP]
            access_groups_granted_to_volume | volume | [$GROUP] | [$VOLUME]
            iscsi_chap_auth | init_id in_user in_password out_user out_password | null | 1
            fs_create | pool name size_bytes | [null, $FS] | [null, $VOLUME]
            fs_resize | fs new_size_bytes | ["j", null] | [1, null]
            fs_clone | src_fs dest_fs_name snapshot | [null, $FS] | $FS
            fs_delete | fs | "j" | ["j"]
            fs_file_clone | fs src_file_name dest_file_name snapshot | null | false
            fs_snapshots | fs | [$SNAPSHOT] | [$FS]
            fs_snapshot_create | fs snapshot_name | [null, $SNAPSHOT] | [null, $FS]
            fs_snapshot_delete | fs snapshot | null | 0
            fs_snapshot_restore | fs snapshot files restore_files all_files | "j" | 0
            fs_child_dependency | fs files | false | null
            fs_child_dependency_rm | fs files | null | false
            export_auth | | ["standard"] | [1]
            export_fs | fs_id export_path root_list rw_list ro_list anon_uid anon_gid auth_type options | $EXPORT | $FS
            export_remove | export | null | $EXPORT
            """;

    private static List<String> columns(String line) {
        return Stream.of(line.split("\\|", -1)).map(String::strip).toList();
    }

    @Test
    void noMethodIsMissingAndNoneIsTooMany() {
        List<String> contract = TABLE.lines().map(line -> columns(line).getFirst()).toList();

        assertEquals(
                new TreeSet<>(contract),
                new TreeSet<>(Stream.of(LsmMethod.values()).map(LsmMethod::word).toList()));
    }

    @TestFactory
    Stream<DynamicTest> everyMethod() {
        return TABLE.lines()
                .map(LsmMethodTest::columns)
                .map(row -> DynamicTest.dynamicTest(row.getFirst(), () -> check(row)));
    }

    private static void check(List<String> row) {
        LsmMethod method = LsmMethod.of(row.getFirst()).orElseThrow();
        List<String> names = method.parameters().stream().map(LsmParameter::name).toList();
        JsonNode good = Samples.value(row.get(2));
        JsonNode bad = Samples.value(row.get(3));

        assertEquals(row.get(1), String.join(" ", names));
        assertTrue(method.reply().objection("reply", good).isEmpty(), "refused: " + good);
        assertTrue(method.reply().objection("reply", bad).isPresent(), "accepted: " + bad);
        hasFlagsAndEveryParameter(method);
    }

    /** Section 5.5: all listed parameters, flags in every call, none that is unknown. */
    private static void hasFlagsAndEveryParameter(LsmMethod method) {
        SortedMap<String, JsonNode> given = new TreeMap<>();
        method.parameters().forEach(each -> given.put(each.name(), Samples.fitting(each.shape())));

        LsmRequest.Making making = LsmRequest.of(method, given);
        given.put("nonsense", Samples.value("1"));

        if (making instanceof LsmRequest.Making.Made(LsmRequest request)) {
            TreeSet<String> expected = new TreeSet<>(given.keySet());
            expected.remove("nonsense");
            expected.add("flags");
            assertEquals(expected, new TreeSet<>(Samples.names(request.params())));
            assertTrue(request.objection().isEmpty(), () -> request.objection().toString());
            assertEquals(100, request.id().intValue());
        } else {
            throw new AssertionError(making.toString());
        }
        assertTrue(
                LsmRequest.of(method, given) instanceof LsmRequest.Making.Refused(String why)
                        && why.contains("has no parameter nonsense"));
    }

    @Test
    void whatLooksIsToldFromWhatChanges() {
        List<LsmMethod> reading =
                Stream.of(LsmMethod.values())
                        .filter(each -> each.kind() == LsmMethod.Kind.READ)
                        .toList();

        assertTrue(reading.contains(LsmMethod.FS_CHILD_DEPENDENCY));
        assertTrue(
                reading.stream().noneMatch(each -> each.reply() instanceof Shape.JobOr),
                "what starts a job changes something");
    }

    @Test
    void listsAreSearchedByTheKeysOfTheirClass() {
        assertEquals(List.of("id", "system_id"), SearchKeys.of(LsmMethod.POOLS));
        assertEquals(List.of("id", "system_id", "pool_id"), SearchKeys.of(LsmMethod.VOLUMES));
        assertEquals(List.of("id", "system_id", "pool_id"), SearchKeys.of(LsmMethod.FS));
        assertEquals(List.of("id", "fs_id"), SearchKeys.of(LsmMethod.EXPORTS));
        assertEquals(List.of(), SearchKeys.of(LsmMethod.SYSTEMS));
    }
}
