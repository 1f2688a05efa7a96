package dev.baton.agent.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmJson;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmUri;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A row is: what of its result is kept and under which name (a path into it), method, parameters in
 * which $NAME stands for what was kept, and what is expected: text of the result, or of its class.
 */
@Timeout(60)
@DisplayName("Storage call-outs contract, 5.7: every method once, called and served, by a peer")
class EveryMethodTest {

    private static final String SESSION =
            """
            | plugin_info | {} | ["Array of a file, for tests","1.0"]
            | time_out_set | {"ms": 5000} | null
            | time_out_get | {} | 5000
            sys /0 | systems | {} | System
            | capabilities | {"system": $sys} | Capabilities
            pool /0 | pools | ALL | Pool
            disk /0 | disks | ALL | Disk
            | target_ports | ALL | TargetPort
            | batteries | ALL | Battery
            | pool_member_info | {"pool": $pool} | [1,1,["disk-1"]]
            | system_read_cache_pct_update | {"system": $sys, "read_pct": 50} | null
            vol /1 | volume_create | {"pool": $pool, "volume_name": "v", "size_bytes": 1048576, "provisioning": 3} | Volume
            vol /1 | volume_resize | {"volume": $vol, "new_size_bytes": 2097152} | Volume
            copy /1 | volume_replicate | {"pool": null, "rep_type": 3, "volume_src": $vol, "name": "c"} | Volume
            | volume_replicate_range_block_size | {"system": $sys} | 512
            | volume_replicate_range | {"rep_type": 3, "volume_src": $vol, "volume_dest": $copy, "ranges": [{"class": "BlockRange", "src_block": 0, "dest_block": 0, "block_count": 8}]} | null
            | volume_raid_info | {"volume": $vol} | [1,65536,2,65536,65536]
            | volume_physical_disk_cache_update | {"volume": $vol, "pdc": 3} | null
            | volume_write_cache_policy_update | {"volume": $vol, "wcp": 4} | null
            | volume_read_cache_policy_update | {"volume": $vol, "rcp": 2} | null
            | volume_cache_info | {"volume": $vol} | [4,4,2,2,3]
            | volume_raid_create_cap_get | {"system": $sys} | [[0,1],[65536]]
            | volume_raid_create | {"name": "r", "raid_type": 0, "disks": [$disk], "strip_size": 0} | Volume
            | volume_ident_led_on | {"volume": $vol} | null
            | volume_ident_led_off | {"volume": $vol} | null
            | volume_disable | {"volume": $vol} | null
            | volume_enable | {"volume": $vol} | null
            | volume_child_dependency | {"volume": $vol} | false
            | volume_child_dependency_rm | {"volume": $vol} | error 125
            group | access_group_create | {"name": "g", "init_id": "iqn.1994-05.com.example:a", "init_type": 5, "system": $sys} | AccessGroup
            group | access_group_initiator_add | {"access_group": $group, "init_id": "iqn.1994-05.com.example:b", "init_type": 5} | AccessGroup
            | access_group_initiator_delete | {"access_group": $group, "init_id": "iqn.1994-05.com.example:a", "init_type": 5} | AccessGroup
            group /0 | access_groups | ALL | AccessGroup
            | volume_mask | {"access_group": $group, "volume": $vol} | null
            | volumes_accessible_by_access_group | {"access_group": $group} | Volume
            | access_groups_granted_to_volume | {"volume": $vol} | AccessGroup
            | volume_unmask | {"access_group": $group, "volume": $vol} | null
            | access_group_delete | {"access_group": $group} | null
            | iscsi_chap_auth | {"init_id": "iqn.1994-05.com.example:a", "in_user": "u", "in_password": "p", "out_user": null, "out_password": null} | null
            | volumes | {"search_key": "id", "search_value": "vol-1"} | Volume
            | volume_delete | {"volume": $copy} | null
            fs /1 | fs_create | {"pool": $pool, "name": "f", "size_bytes": 1048576} | FileSystem
            fs /1 | fs_resize | {"fs": $fs, "new_size_bytes": 2097152} | FileSystem
            | fs_clone | {"src_fs": $fs, "dest_fs_name": "fc", "snapshot": null} | FileSystem
            | fs_file_clone | {"fs": $fs, "src_file_name": "a", "dest_file_name": "b", "snapshot": null} | null
            snap /1 | fs_snapshot_create | {"fs": $fs, "snapshot_name": "s"} | FsSnapshot
            | fs_snapshots | {"fs": $fs} | FsSnapshot
            | fs_snapshot_restore | {"fs": $fs, "snapshot": $snap, "files": null, "restore_files": null, "all_files": true} | null
            | fs_child_dependency | {"fs": $fs, "files": null} | true
            | fs_child_dependency_rm | {"fs": $fs, "files": null} | error 153
            | fs_snapshot_delete | {"fs": $fs, "snapshot": $snap} | null
            | export_auth | {} | ["standard"]
            export | export_fs | {"fs_id": "fs-5", "export_path": "/f", "root_list": [], "rw_list": ["192.0.2.7"], "ro_list": [], "anon_uid": 65534, "anon_gid": 65534, "auth_type": null, "options": null} | NfsExport
            | exports | ALL | NfsExport
            | export_remove | {"export": $export} | null
            | fs_delete | {"fs": $fs} | null
            | fs | ALL | FileSystem
            """;

    private static final String ALL = "{\"search_key\": null, \"search_value\": null}";

    /** Begins and ends the session, and jobs, which other tests follow. */
    private static final List<LsmMethod> APART =
            List.of(
                    LsmMethod.PLUGIN_REGISTER,
                    LsmMethod.PLUGIN_UNREGISTER,
                    LsmMethod.JOB_STATUS,
                    LsmMethod.JOB_FREE);

    private final PluginsOnDisk plugins;

    EveryMethodTest(@TempDir Path folder) throws IOException {
        plugins = new PluginsOnDisk(folder);
    }

    @AfterEach
    void close() {
        plugins.close();
    }

    private static List<String> columns(String row) {
        return Stream.of(row.split(" ?\\| ", 4)).map(String::strip).toList();
    }

    /** Each row, answered by whoever carries it; what is asked is a method and its parameters. */
    private static void session(BiFunction<LsmMethod, JsonNode, JsonNode> asking) {
        Map<String, String> kept = new TreeMap<>();
        TreeSet<LsmMethod> missing = new TreeSet<>(List.of(LsmMethod.values()));
        APART.forEach(missing::remove);
        for (String row : SESSION.lines().toList()) {
            List<String> columns = columns(row);
            LsmMethod method = LsmMethod.valueOf(columns.get(1).toUpperCase(Locale.ROOT));
            JsonNode params = LsmJson.value(filled(columns.get(2), kept)).orElseThrow();
            JsonNode result = asking.apply(method, params);
            String[] keep = columns.getFirst().split(" ", 2);
            JsonNode item = keep.length == 2 ? result.at(keep[1]) : result;
            kept.put(keep[0], LsmJson.text(item));
            assertEquals(columns.get(3), seen(columns.get(3), result), () -> row + ": " + result);
            missing.remove(method);
        }
        assertEquals(new TreeSet<LsmMethod>(), missing);
    }

    private static String filled(String params, Map<String, String> kept) {
        String text = params.equals("ALL") ? ALL : params;
        for (var each : kept.entrySet()) {
            text =
                    each.getKey().isEmpty()
                            ? text
                            : text.replace("$" + each.getKey(), each.getValue());
        }
        return text;
    }

    /** As the table has it: the class of an object, of the first of a list, or of a job's end. */
    private static String seen(String expected, JsonNode result) {
        if (!Character.isUpperCase(expected.charAt(0))) {
            return LsmJson.text(result).replace("\"", "").equals(expected)
                    ? expected
                    : LsmJson.text(result);
        }
        JsonNode first = result.isArray() ? result.path(result.path(0).isNull() ? 1 : 0) : result;
        return first.path("class").asText();
    }

    @Test
    void everyMethodIsCalled() {
        PluginProcess plugin =
                assertInstanceOf(
                                PluginStarter.Start.Running.class,
                                plugins.starter.start(
                                        PluginsOnDisk.array(), PluginStarter.SAME_USER))
                        .plugin();
        try (LsmSession session = new LsmSession(plugin, Duration.ofSeconds(30), _ -> {})) {
            LsmUri uri = LsmUri.of(plugins.uri("all=1")).orElseThrow();
            assertInstanceOf(Answer.Done.class, session.register(uri, Optional.empty()));
            session((method, params) -> told(session.call(method, given(params))));
        }
    }

    private static SortedMap<String, JsonNode> given(JsonNode params) {
        TreeMap<String, JsonNode> given = new TreeMap<>();
        params.properties().forEach(each -> given.put(each.getKey(), each.getValue()));
        return given;
    }

    private static JsonNode told(Answer answer) {
        return switch (answer) {
            case Answer.Done(JsonNode value) -> value;
            case Answer.Refused(LsmError error) -> refused(error.code());
            case Answer.Unknown(LsmError error) -> refused(error.code());
        };
    }

    private static JsonNode refused(int code) {
        return TextNode.valueOf("error " + code);
    }

    @Test
    void everyMethodIsServed() throws Exception {
        Path programs = Files.createDirectories(plugins.base.resolve("bin"));
        Files.createSymbolicLink(programs.resolve("array_lsmplugin"), PluginsOnDisk.array());
        Path sockets = plugins.base.resolve("ipc");
        RelaySettings settings = new RelaySettings(sockets, programs, plugins.base, 64, 2);
        Relay relay = new Relay(settings, plugins.starter, plugins.limits, Optional.empty());
        assertEquals(Optional.empty(), relay.open());
        Process client =
                new ProcessBuilder(
                                PluginsOnDisk.PEERS.resolve("lsm_client.py").toString(),
                                "-d",
                                sockets.toString(),
                                "-u",
                                plugins.uri("all=1"),
                                "script")
                        .redirectError(plugins.base.resolve("err").toFile())
                        .start();
        try (relay) {
            try (Writer in =
                            new OutputStreamWriter(
                                    client.getOutputStream(), StandardCharsets.UTF_8);
                    BufferedReader out = client.inputReader(StandardCharsets.UTF_8)) {
                session((method, params) -> asked(in, out, method, params));
            }
            assertEquals(0, client.waitFor(), Files.readString(plugins.base.resolve("err")));
        }
    }

    private static JsonNode asked(
            Writer in, BufferedReader out, LsmMethod method, JsonNode params) {
        try {
            in.write("[\"%s\", %s]%n".formatted(method.word(), LsmJson.text(params)));
            in.flush();
            JsonNode reply =
                    LsmJson.value(Optional.ofNullable(out.readLine()).orElse("")).orElseThrow();
            return reply.has("result")
                    ? reply.path("result")
                    : refused(reply.path("error").asInt());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
