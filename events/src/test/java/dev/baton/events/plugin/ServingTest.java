package dev.baton.events.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.contract.lsm.Capabilities;
import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmJson;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

@DisplayName(
        "Storage call-outs contract, sections 5.5 to 5.10: what authors of plugins need not do")
class ServingTest {

    private static final String REGISTER =
            "{\"method\":\"plugin_register\",\"id\":100,\"params\":{\"uri\":\"shelf://\","
                    + "\"password\":null,\"timeout\":30000,\"flags\":0}}";
    private static final String POOL =
            "{\"class\":\"Pool\",\"id\":\"p\",\"name\":\"board\",\"element_type\":4,"
                + "\"unsupported_actions\":0,\"total_space\":1000,\"free_space\":500,"
                + "\"status\":2,\"status_info\":\"\",\"system_id\":\"s\",\"plugin_data\":\"x\"}";

    private final ShelfPlugin plugin = new ShelfPlugin();
    private final Serving serving = new Serving(plugin);

    private String ask(String text) {
        return serving.answer(Frame.of(text)).text().orElseThrow();
    }

    private String call(String method, String params) {
        return ask(
                "{\"method\":\"%s\",\"id\":100,\"params\":{%s\"flags\":0}}"
                        .formatted(method, params.isEmpty() ? "" : params + ","));
    }

    private String create(String name, int provisioning) {
        return call(
                "volume_create",
                "\"pool\":%s,\"volume_name\":\"%s\",\"size_bytes\":1024,\"provisioning\":%d"
                        .formatted(POOL, name, provisioning));
    }

    @Test
    void infoIsGivenToAnybodyAndTheRestToASession() {
        assertEquals("{\"id\":100,\"result\":[\"A shelf\",\"1\"]}", call("plugin_info", ""));
        assertTrue(call("pools", "").contains("\"code\":101"));

        assertEquals("{\"id\":100,\"result\":null}", ask(REGISTER));
        assertEquals("{\"id\":100,\"result\":30000}", call("time_out_get", ""));
        assertEquals("{\"id\":100,\"result\":null}", call("plugin_unregister", ""));
        assertTrue(serving.isOver());
        assertFalse(serving.hasFailed());
        assertFalse(plugin.isRegistered);
    }

    @Test
    void capabilitiesAreWhatIsImplemented() {
        ask(REGISTER);
        String system = LsmJson.text(plugin.systems().getFirst().json());

        String hex =
                call("capabilities", "\"system\":" + system)
                        .replaceAll(".*\"cap\":\"([0-9a-f]*)\".*", "$1");

        assertEquals(
                new TreeSet<>(List.of(20, 21, 33)),
                Capabilities.ofHex(hex).orElseThrow().numbers());
        assertTrue(
                call("fs", "\"search_key\":null,\"search_value\":null").contains("\"code\":153"));
        assertTrue(call("batteries", "\"search_key\":null,\"search_value\":null").contains("153"));
    }

    @Test
    void listsAreSearchedByTheContractsKeys() {
        ask(REGISTER);
        create("a", 2);
        create("b", 3);

        String found = call("volumes", "\"search_key\":\"id\",\"search_value\":\"b\"");
        String all = call("volumes", "\"search_key\":\"pool_id\",\"search_value\":\"p\"");

        assertTrue(found.contains("\"id\":\"b\"") && !found.contains("\"id\":\"a\""), found);
        assertTrue(all.contains("\"id\":\"a\"") && all.contains("\"id\":\"b\""), all);
        assertTrue(
                call("volumes", "\"search_key\":\"color\",\"search_value\":\"b\"")
                        .contains("\"code\":510"));
    }

    @Test
    void longWorkIsAJobAndShortWorkIsTheObject() {
        ask(REGISTER);

        assertEquals("{\"id\":100,\"result\":[\"job t\",null]}", create("t", 1));
        assertTrue(create("f", 2).startsWith("{\"id\":100,\"result\":[null,{\"class\":\"Volume\""));
        assertTrue(
                call("job_status", "\"job_id\":\"job t\"")
                        .startsWith("{\"id\":100,\"result\":[2,100,{\"class\":\"Volume\""));
        assertTrue(call("job_status", "\"job_id\":\"job u\"").contains("\"code\":202"));
        assertEquals(
                "{\"id\":100,\"result\":null}",
                call(
                        "volume_delete",
                        "\"volume\":" + LsmJson.text(plugin.volumes().getFirst().json())));
    }

    @Test
    void aFailureIsItsNumberAndAFaultEndsTheSession() {
        ask(REGISTER);
        create("a", 2);

        assertTrue(create("a", 2).contains("\"error\":{\"code\":50,\"message\":\"there is a\""));
        assertFalse(serving.isOver());
        assertTrue(create("bug", 2).contains("\"code\":2"));
        assertTrue(serving.isOver());
        assertTrue(serving.hasFailed());
    }

    @Test
    void whatIsNotTheContractsIsRefusedBeforeThePluginIsAsked() {
        ask(REGISTER);

        assertTrue(ask("{x}").contains("\"code\":-32700"));
        assertTrue(call("no_such", "").contains("\"code\":153"));
        assertTrue(call("volumes", "").contains("\"result\""), "missing search means all");
        assertTrue(
                ask("{\"method\":\"systems\",\"id\":100,\"params\":{}}").contains("\"code\":402"),
                "without flags");
        assertTrue(create("a\",\"more\":\"1", 2).contains("\"code\":402"), "a parameter too many");
        assertTrue(
                call(
                                "volume_create",
                                "\"pool\":%s,\"volume_name\":\"z\",\"size_bytes\":0,\"provisioning\":2"
                                        .formatted(POOL))
                        .contains("\"code\":101"));
    }

    @Test
    void clientsOf2012AreUnderstood() {
        assertEquals(
                "{\"id\":100,\"result\":null}",
                ask(REGISTER.replace("plugin_register", "startup")));
        assertEquals("{\"id\":100,\"result\":null}", call("shutdown", ""));
    }

    @Test
    void objectsComeBackAsTheyWereSent() {
        List<StorageObject> all =
                List.of(
                        new Pool("p", "n", 12, 9, 8, 2, "i", "s", "d"),
                        new Volume("v", "n", "", 512, 3, false, "s", "p", "d"),
                        new FileSystem("f", "n", 9, 8, "s", "p", "d"),
                        new FileSystemSnapshot("f@a", "a", 7, "d"),
                        new AccessGroup("g", "n", List.of("iqn.a"), 5, "s", "d"),
                        new Export(
                                "e",
                                "f",
                                "/p",
                                "sys",
                                List.of("r"),
                                List.of("w"),
                                List.of("o"),
                                OptionalLong.of(7),
                                OptionalLong.empty(),
                                "",
                                "d"));
        for (StorageObject each : all) {
            assertEquals(Optional.empty(), each.type().objectionToOwn(each.json()));
            assertEquals(each, again(each));
        }
    }

    private static StorageObject again(StorageObject object) {
        return switch (object) {
            case Pool pool -> Pool.of(pool.json());
            case Volume volume -> Volume.of(volume.json());
            case FileSystem fs -> FileSystem.of(fs.json());
            case FileSystemSnapshot snapshot -> FileSystemSnapshot.of(snapshot.json());
            case AccessGroup group -> AccessGroup.of(group.json());
            case Export export -> Export.of(export.json());
            case StorageSystem system -> system;
        };
    }
}
