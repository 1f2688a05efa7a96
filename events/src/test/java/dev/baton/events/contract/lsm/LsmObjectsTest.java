package dev.baton.events.contract.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Storage call-outs contract, sections 5.6, 5.8, 5.9 and 5.10. */
class LsmObjectsTest {

    private static final String CLASSES =
            """
            System | id name plugin_data status status_info | fw_version mode read_cache_pct
            Pool | element_type free_space id name plugin_data status status_info system_id total_space unsupported_actions |
            Volume | admin_state block_size id name num_of_blocks plugin_data pool_id system_id vpd83 |
            Disk | block_size disk_type id name num_of_blocks plugin_data status system_id | link_type location rpm vpd83
            FileSystem | free_space id name plugin_data pool_id system_id total_space |
            FsSnapshot | id name plugin_data ts |
            NfsExport | anongid anonuid auth export_path fs_id id options plugin_data ro root rw |
            AccessGroup | id init_ids init_type name plugin_data system_id |
            TargetPort | id network_address physical_address physical_name plugin_data port_type service_address system_id |
            BlockRange | block_count dest_block src_block |
            Battery | id name plugin_data status system_id type |
            Capabilities | cap |
            """;

    @Test
    void classesHaveTheKeysOfTheContract() {
        String ours =
                Stream.of(LsmClass.values())
                        .map(
                                type ->
                                        "%s | %s | %s"
                                                .formatted(
                                                        type.word(),
                                                        String.join(" ", type.required().keySet()),
                                                        String.join(" ", type.optional().keySet()))
                                                .stripTrailing())
                        .collect(Collectors.joining("\n", "", "\n"));

        assertEquals(CLASSES, ours);
    }

    @Test
    void aKeyTooManyIsOthersBusinessButNeverOurs() {
        ObjectNode volume = ((ObjectNode) Samples.of(LsmClass.VOLUME)).put("more", 1);

        assertEquals(Optional.empty(), LsmClass.VOLUME.objection("volume", volume));
        assertEquals(Optional.of("Volume has no key more"), LsmClass.VOLUME.objectionToOwn(volume));
    }

    @Test
    void optionalKeysMayBeMissingButNotWrong() {
        ObjectNode system = (ObjectNode) Samples.of(LsmClass.SYSTEM);

        assertEquals(Optional.empty(), LsmClass.SYSTEM.objectionToOwn(system));
        assertEquals(
                Optional.of("System.mode: expected a whole number, got \"x\""),
                LsmClass.SYSTEM.objectionToOwn(system.put("mode", "x")));
    }

    @Test
    void anObjectOfAnotherClassIsNamed() {
        JsonNode pool = Samples.of(LsmClass.POOL);

        assertEquals(
                Optional.of("volume: expected an object of class Volume, got class \"Pool\""),
                LsmClass.VOLUME.objection("volume", pool));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "60a98000486e2f34576f2d2f6b6c7a31",
                "2000000000000001",
                "5000c50000000001"
            })
    void scsiNamesOfTheContract(String vpd83) {
        assertEquals(
                Optional.empty(), Shape.Plain.VPD83.objection("vpd83", TextNode.valueOf(vpd83)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "4000000000000001", "10a98000486e2f34576f2d2f6b6c7a31", "600"})
    void scsiNamesThatWouldMakePythonFail(String vpd83) {
        assertTrue(Shape.Plain.VPD83.objection("vpd83", TextNode.valueOf(vpd83)).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "20, VOLUMES",
        "21, VOLUME_CREATE",
        "22, VOLUME_RESIZE",
        "33, VOLUME_DELETE",
        "34, VOLUME_ENABLE",
        "35, VOLUME_DISABLE",
        "36, VOLUME_MASK",
        "37, VOLUME_UNMASK",
        "38, ACCESS_GROUPS",
        "45, VOLUME_CHILD_DEPENDENCY",
        "100, FS",
        "101, FS_DELETE",
        "102, FS_RESIZE",
        "103, FS_CREATE",
        "104, FS_CLONE",
        "106, FS_SNAPSHOTS",
        "107, FS_SNAPSHOT_CREATE",
        "109, FS_SNAPSHOT_DELETE",
        "110, FS_SNAPSHOT_RESTORE",
        "120, EXPORT_AUTH",
        "121, EXPORTS",
        "122, EXPORT_FS",
        "123, EXPORT_REMOVE"
    })
    void capabilitiesHaveTheContractsNumbers(int number, Capability capability) {
        String hex = Capabilities.of(List.of(capability)).hex();

        assertEquals("00".repeat(number) + "01" + "00".repeat(511 - number), hex);
        assertEquals(Optional.of(capability), Capability.of(number));
    }

    @Test
    void onlyOneMeansSupported() {
        String hex = "02" + "01" + "00".repeat(510);

        assertEquals(new TreeSet<>(List.of(1)), Capabilities.ofHex(hex).orElseThrow().numbers());
        assertEquals(Optional.empty(), Capabilities.ofHex("01"));
        assertEquals(Optional.empty(), Capabilities.ofHex("0x".repeat(512)));
    }

    @Test
    void jobsRunEndWithTheirObjectAndFail() {
        JsonNode done = Samples.value("[2, 100, $VOLUME]");

        assertEquals(LsmJobStatus.State.RUNNING, status("[1, 50, null]").state());
        assertEquals(LsmJobStatus.State.FAILED, status("[3, 0, null]").state());
        assertEquals(
                "v", LsmJobStatus.of(done).orElseThrow().item().orElseThrow().path("id").asText());
        assertEquals(done, LsmJobStatus.of(done).orElseThrow().value());
        assertEquals(Optional.empty(), LsmJobStatus.of(Samples.value("[1, 101, null]")));
        assertEquals(Optional.empty(), LsmJobStatus.of(Samples.value("[9, 10, null]")));
    }

    private static LsmJobStatus status(String text) {
        return LsmJobStatus.of(Samples.value(text)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "startup, plugin_register",
        "shutdown, plugin_unregister",
        "set_time_out, time_out_set",
        "get_time_out, time_out_get",
        "volume_online, volume_enable",
        "volume_offline, volume_disable",
        "access_group_grant, volume_mask",
        "access_group_revoke, volume_unmask",
        "access_group_list, access_groups",
        "access_group_del, access_group_delete",
        "access_group_add_initiator, access_group_initiator_add",
        "access_group_del_initiator, access_group_initiator_delete",
        "file_clone, fs_file_clone",
        "fs_snapshot_revert, fs_snapshot_restore"
    })
    void wordsOf2012MeanTodays(String old, String today) {
        LsmRequest asked =
                new LsmRequest(
                        old, LsmRequest.ID, LsmJson.object().put("flags", 0).put("access", 2));

        LsmRequest renewed = OldNames.renewed(asked);

        LsmMethod method = LsmMethod.of(today).orElseThrow();
        TreeSet<String> names =
                new TreeSet<>(method.parameters().stream().map(LsmParameter::name).toList());
        names.add("flags");
        assertEquals(today, renewed.method());
        assertEquals(names, new TreeSet<>(Samples.names(renewed.params())));
        assertTrue(OldNames.isOld(asked) && !OldNames.isOld(renewed));
    }

    @Test
    void theMethodThatWasRemovedStaysUnknown() {
        LsmRequest asked = new LsmRequest("initiators", LsmRequest.ID, LsmJson.object());

        assertEquals(asked, OldNames.renewed(asked));
        assertTrue(asked.objection().orElseThrow().is(LsmCode.NO_SUPPORT));
    }

    @Test
    void anErrorOfAJobWas4InThoseDays() {
        assertEquals(Samples.value("[4, 0, null]"), OldNames.aged(Samples.value("[3, 0, null]")));
        assertEquals(
                Samples.value("[2, 100, null]"), OldNames.aged(Samples.value("[2, 100, null]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sim://                              | sim  | sim://                      | sim://",
                "smispy+ssl://admin@array:5989?ns=x  | smispy | smispy://array:5989 |"
                        + " smispy+ssl://admin@array:5989?ns=x",
                "nfs://host/a/b?password=geheim&a=1  | nfs | nfs://host/a/b |"
                        + " nfs://host/a/b?password=***&a=1",
                "nfs://u:geheim@host/                | nfs | nfs://host/ | nfs://u@host/"
            })
    void aUriNamesItsSocketAndHidesItsSecrets(
            String text, String socket, String system, String shown) {
        LsmUri uri = LsmUri.of(text).orElseThrow();

        assertEquals(socket, uri.socket());
        assertEquals(socket + "_lsmplugin", uri.program());
        assertEquals(system, uri.system());
        assertEquals(shown, uri.toString());
        assertEquals(text, uri.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sim", "://x", "../etc://x", "a b://x", "sim:/x"})
    void whatIsNoUri(String text) {
        assertEquals(Optional.empty(), LsmUri.of(text));
    }

    @Test
    void aPluginSaysWhatItIs() {
        PluginInfo info = new PluginInfo("Storage simulator", "1.10.3");

        assertEquals(Optional.of(info), PluginInfo.of(info.value()));
        assertEquals(Optional.empty(), PluginInfo.of(Samples.value("[\"x\"]")));
    }
}
