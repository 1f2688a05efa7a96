package dev.baton.events.contract.ganeti;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.CallLimits;
import dev.baton.config.ProviderVariables;
import dev.baton.config.StorageOptions;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

@DisplayName("Storage call-outs contract, sections 3.1 to 3.4: how a provider's scripts are called")
class GanetiContractTest {

    private static final Volume VOLUME =
            new Volume(
                    "lvm",
                    "5cbb.ext.disk0",
                    "5cbb",
                    "web1",
                    new TreeMap<>(Map.of("pool", "fast", "password", "hunter22")));

    private static Provider provider(Action... without) {
        TreeSet<Action> scripts = new TreeSet<>(List.of(Action.values()));
        Arrays.asList(without).forEach(scripts::remove);
        return new Provider(
                "lvm", Path.of("/srv/ganeti/extstorage/lvm"), scripts, List.of(), List.of());
    }

    private static GanetiContract contract(Provider provider) {
        return new GanetiContract(provider, StorageOptions.DEFAULT);
    }

    private static Invocation invocation(GanetiCall call) {
        return assertInstanceOf(Encoded.Ready.class, contract(provider()).encode(call))
                .invocation();
    }

    private static List<GanetiCall> calls() {
        return List.of(
                new GanetiCall.Create(VOLUME, 1024),
                new GanetiCall.Attach(VOLUME),
                new GanetiCall.Detach(VOLUME, Optional.empty()),
                new GanetiCall.Remove(VOLUME),
                new GanetiCall.Grow(VOLUME, 1024, 2048, Optional.empty()),
                new GanetiCall.SetInfo(VOLUME, "originstname+web1"),
                new GanetiCall.Verify(VOLUME, List.of()),
                new GanetiCall.Snapshot(VOLUME, "5cbb.ext.disk0.snap", 1024),
                new GanetiCall.Open(VOLUME, true),
                new GanetiCall.Close(VOLUME));
    }

    @Test
    @DisplayName("3.3: the variables of each script, as in the contract's table")
    void everyScriptGetsItsVariables() {
        String table =
                calls().stream()
                        .map(call -> call.action() + ": " + variables(call))
                        .collect(Collectors.joining("\n"));

        assertEquals(
                """
                create: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_SIZE=1024 VOL_UUID=5cbb
                attach: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_UUID=5cbb
                detach: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_UUID=5cbb
                remove: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_UUID=5cbb
                grow: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_NEW_SIZE=2048 VOL_SIZE=1024 VOL_UUID=5cbb
                setinfo: VOL_CNAME=web1 VOL_METADATA=originstname+web1 VOL_NAME=5cbb.ext.disk0 VOL_UUID=5cbb
                verify: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_UUID=5cbb
                snapshot: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_SNAPSHOT_NAME=5cbb.ext.disk0.snap \
                VOL_SNAPSHOT_SIZE=1024 VOL_UUID=5cbb
                open: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_OPEN_EXCLUSIVE=True VOL_UUID=5cbb
                close: VOL_CNAME=web1 VOL_NAME=5cbb.ext.disk0 VOL_UUID=5cbb\
                """,
                table);
    }

    private static String variables(GanetiCall call) {
        return invocation(call).environment().entrySet().stream()
                .filter(each -> each.getKey().startsWith("VOL_"))
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    @Test
    @DisplayName("3.3: more variables for one provider, none of which can replace the contract's")
    void aProviderHasVariablesOfItsOwn() {
        TreeMap<String, String> more = new TreeMap<>(Map.of("LVM_SYSTEM_DIR", "/x", "HOME", "/h"));
        StorageOptions options =
                StorageOptions.DEFAULT.withVariables(
                        new ProviderVariables(new TreeMap<>(Map.of("lvm", more))));
        Map<String, String> lvm = environment(provider("lvm"), options);
        Map<String, String> zfs = environment(provider("zfs"), options);

        assertEquals("/x", lvm.get("LVM_SYSTEM_DIR"));
        assertEquals("/h", lvm.get("HOME"));
        assertEquals("C", lvm.get("LC_ALL"));
        assertFalse(zfs.containsKey("LVM_SYSTEM_DIR"));
        assertEquals("/root", zfs.get("HOME"));
    }

    private static Provider provider(String name) {
        return new Provider(
                name, Path.of("/x"), new TreeSet<>(List.of(Action.values())), List.of(), List.of());
    }

    private static Map<String, String> environment(Provider provider, StorageOptions options) {
        Encoded encoded =
                new GanetiContract(provider, options).encode(new GanetiCall.Attach(VOLUME));
        return assertInstanceOf(Encoded.Ready.class, encoded).invocation().environment();
    }

    @Test
    @DisplayName("3.3: a clean environment, parameters in upper case, the provider always there")
    void theEnvironmentIsCleanAndHoldsTheParameters() {
        Map<String, String> all = invocation(new GanetiCall.Attach(VOLUME)).environment();

        assertEquals("lvm", all.get("EXTP_PROVIDER"));
        assertEquals("fast", all.get("EXTP_POOL"));
        assertEquals("hunter22", all.get("EXTP_PASSWORD"));
        assertEquals("C", all.get("LC_ALL"));
        assertEquals(
                List.of(
                        "EXTP_PASSWORD",
                        "EXTP_POOL",
                        "EXTP_PROVIDER",
                        "HOME",
                        "LANG",
                        "LC_ALL",
                        "PATH",
                        "VOL_CNAME",
                        "VOL_NAME",
                        "VOL_UUID"),
                List.copyOf(all.keySet()));
    }

    @Test
    @DisplayName("3.3: no arguments, the provider's directory to work in; 3.8: 900 s")
    void aScriptIsCalledByItsPathInItsDirectory() {
        Invocation create = invocation(new GanetiCall.Create(VOLUME, 1));

        assertEquals(Path.of("/srv/ganeti/extstorage/lvm/create"), create.program());
        assertEquals(Path.of("/srv/ganeti/extstorage/lvm"), create.directory());
        assertEquals(List.of(), create.arguments());
        assertEquals(Optional.of(Duration.ofMinutes(15)), create.limit());
        assertEquals(
                List.of("size"),
                invocation(new GanetiCall.Verify(VOLUME, List.of("size"))).arguments());
    }

    @Test
    @DisplayName(
            "3.1: without open and close nothing is to be done; without snapshot it is refused")
    void optionalScriptsMayBeMissing() {
        GanetiContract few = contract(provider(Action.OPEN, Action.CLOSE, Action.SNAPSHOT));

        assertInstanceOf(Encoded.Nothing.class, few.encode(new GanetiCall.Open(VOLUME, true)));
        assertInstanceOf(Encoded.Nothing.class, few.encode(new GanetiCall.Close(VOLUME)));
        assertEquals(
                "provider lvm has no script snapshot, so it cannot do that; expected"
                        + " /srv/ganeti/extstorage/lvm/snapshot",
                assertInstanceOf(
                                Encoded.Refused.class,
                                few.encode(new GanetiCall.Snapshot(VOLUME, "s", 1)))
                        .why());
    }

    @Test
    void anIncompleteProviderIsNotCalledAtAll() {
        Provider broken =
                new Provider(
                        "lvm",
                        Path.of("/x/lvm"),
                        new TreeSet<>(),
                        List.of(),
                        List.of("script /x/lvm/create is missing; install it"));

        for (GanetiCall call : calls()) {
            assertEquals(
                    new Encoded.Refused(
                            "provider lvm cannot be used: script /x/lvm/create is missing; install"
                                    + " it"),
                    contract(broken).encode(call));
        }
    }

    @Test
    @DisplayName("3.4: grow is always to more than the volume has")
    void aVolumeOnlyGrows() {
        assertEquals(
                new Encoded.Refused("volume web1 has 1024 MiB already; give a size above that"),
                contract(provider())
                        .encode(new GanetiCall.Grow(VOLUME, 1024, 1024, Optional.empty())));
    }

    @Test
    @DisplayName("3.8: limits by provider and action")
    void limitsMayBeSetByProviderAndAction() {
        CallLimits limits =
                new CallLimits(
                        Duration.ofMinutes(15),
                        new TreeMap<>(
                                Map.of(
                                        "lvm",
                                        Duration.ofMinutes(1),
                                        "lvm.remove",
                                        Duration.ofHours(2))));

        assertEquals(Duration.ofHours(2), limits.of("lvm", "remove"));
        assertEquals(Duration.ofMinutes(1), limits.of("lvm", "create"));
        assertEquals(Duration.ofMinutes(15), limits.of("rbd", "create"));
    }

    @Test
    @DisplayName("3.2: a line is a name and a description; either may be missing, * stands for all")
    void parametersAreReadAsProvidersWriteThem() {
        List<Parameter> known =
                Parameter.read(
                        List.of("vg  the volume group", "", "pool\tname of a pool", "usp_*"));

        assertEquals(
                List.of(
                        new Parameter("vg", "the volume group"),
                        new Parameter("pool", "name of a pool"),
                        new Parameter("usp_*", "")),
                known);
        assertEquals(
                List.of("pol", "vgx"),
                Parameter.unknown(known, List.of("VG", "pol", "usp_iops", "vgx")));
    }

    @Test
    @DisplayName("3.3: metadata without what tags cannot hold, at most 128 characters")
    void metadataIsCleaned() {
        assertEquals("originstname+web-1_x", Metadata.usedBy("web-1 x"));
        assertEquals("_-a", Metadata.clean("--a"));
        assertEquals(128, Metadata.usedBy("x".repeat(300)).length());
    }

    @Test
    void wordsThatScriptsWouldTripOverAreRefusedBeforeAnythingRuns() {
        for (String bad :
                List.of(
                        "",
                        "a b",
                        "a/b",
                        "a\nb",
                        "a;b",
                        "$(x)",
                        "..",
                        "-rf",
                        "a'b",
                        "a\"b",
                        "a*",
                        "x".repeat(64))) {
            assertTrue(Words.title(bad).isPresent(), bad);
            assertTrue(Words.parameters(new TreeMap<>(Map.of(bad + "/", "v"))).isPresent(), bad);
        }
        for (String bad : List.of("", "a b", "a/b", "..", "a.b", "a\n", "$x")) {
            assertTrue(Words.provider(bad).isPresent(), bad);
        }
        for (String bad : List.of("", "0", "-1GiB", "1.5GiB", "10", "1KiB", "9999999TiB", "1 GB")) {
            assertTrue(Words.mebibytes(bad).isEmpty(), bad);
        }
        assertEquals(Optional.empty(), Words.title("web-1.data_2"));
        assertEquals(Optional.of(10_240L), Words.mebibytes("10GiB"));
        assertEquals(
                "a volume is named by at most 63 letters, digits, '.', '_' and '-', the first a"
                        + " letter or digit, got \"a\\nb\"",
                Words.title("a\nb").orElseThrow());
        assertEquals(
                "parameters POOL and pool are one to a provider; give one of them",
                Words.parameters(new TreeMap<>(Map.of("pool", "1", "POOL", "2"))).orElseThrow());
    }
}
