package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

@DisplayName("Storage call-outs contract, sections 2, 3 and 5: what can be set")
class StorageSectionTest {

    private final ConfigEntries entries = new ConfigEntries();

    private StorageOptions read(String... lines) {
        return readSection("storage", lines);
    }

    private StorageOptions readSection(String section, String... lines) {
        List<String> all = new ArrayList<>(List.of("[" + section + "]"));
        all.addAll(Arrays.asList(lines));
        entries.add(IniFile.parse("baton.conf", all).value(), false);
        return StorageSection.read(entries, Path.of("/etc/baton"));
    }

    @Test
    @DisplayName("3.1: the search path of Debian 12; 3.8: 900 s; 3.9: 8 at once")
    void withoutLinesTheContractsValuesHold() {
        StorageOptions usual = read();

        assertEquals(Path.of("/srv/ganeti/extstorage"), usual.providers().getFirst());
        assertEquals(4, usual.providers().size());
        assertEquals(Duration.ofMinutes(15), usual.limits().of("any", "create"));
        assertEquals(8, usual.callsAtOnce());
    }

    @Test
    void everyLineIsTaken() {
        StorageOptions set =
                read(
                        "provider directories = /a, b",
                        "call limit = 1m",
                        "call limits = lvm.remove=2h, slow = 1h",
                        "extra variables = lvm.A=/x, lvm.B_2 = c d, rbd.PATH=/opt:/bin",
                        "call log directory = /l",
                        "calls at once = 2",
                        "strict parameters = yes",
                        "secret parameters = pin, login",
                        "hook directory = custom",
                        "boot marker = /m",
                        "hook limit = 2m",
                        "required hooks = system-poststart, pool-poststart",
                        "veto hooks = system-prestop",
                        "pool start command = /usr/sbin/zpool-start");

        assertEquals(List.of(Path.of("/a"), Path.of("/etc/baton/b")), set.providers());
        assertEquals(Duration.ofMinutes(1), set.limits().of("lvm", "create"));
        assertEquals(Duration.ofHours(2), set.limits().of("lvm", "remove"));
        assertEquals(Duration.ofHours(1), set.limits().of("slow", "attach"));
        assertEquals("{A=/x, B_2=c d}", set.variables().of("lvm").toString());
        assertEquals("{}", set.variables().of("zfs").toString());
        assertEquals(Optional.of(Path.of("/l")), set.callLogs());
        assertEquals(2, set.callsAtOnce());
        assertTrue(set.strictParameters());
        assertEquals(List.of("pin", "login"), set.secretParameters());
        assertEquals(
                new HookOptions(
                        Path.of("/etc/baton/custom"),
                        Path.of("/m"),
                        Duration.ofMinutes(2),
                        List.of("system-poststart", "pool-poststart"),
                        List.of("system-prestop"),
                        Optional.of(Path.of("/usr/sbin/zpool-start")),
                        Optional.empty()),
                set.hooks());
        assertEquals(List.of(), entries.problems());
    }

    @Test
    @DisplayName(
            "5.3, 5.4: libStorageMgmt's places; plugins are served only where that is asked for")
    void pluginsAreServedAsTheirSectionSays() {
        assertEquals(LsmOptions.DEFAULT, read().lsm());
        assertEquals(
                new LsmOptions(
                        true,
                        Path.of("/opt/plugins"),
                        Path.of("/run/ipc"),
                        Path.of("/etc/baton/lsm"),
                        3),
                readSection(
                                "lsm",
                                "serve plugins = yes",
                                "plugin directory = /opt/plugins",
                                "socket directory = /run/ipc",
                                "daemon configuration = lsm",
                                "plugins at once = 3")
                        .lsm());
        assertEquals(List.of(), entries.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                            provider directories = , | directories separated by commas
                            call limit = 0s          | a time from 1s to 7d such as 15m
                            call limits = lvm        | limits such as lvm.remove=2h, slow=1h, each from 1s to 7d
                            call limits = lvm=8d     | limits such as lvm.remove=2h, slow=1h, each from 1s to 7d
                            extra variables = A=b    | variables such as lvm.LVM_SYSTEM_DIR=/etc/lvm
                            extra variables = p.1A=b | variables such as lvm.LVM_SYSTEM_DIR=/etc/lvm
                            extra variables = p.VOL_NAME=b | variables such as lvm.LVM_SYSTEM_DIR=/etc/lvm
                            extra variables = p.LC_ALL=de  | variables such as lvm.LVM_SYSTEM_DIR=/etc/lvm
                            calls at once = 0        | a whole number from 1 to 64
                            calls at once = 65       | a whole number from 1 to 64
                    required hooks = pool-prestop | hooks separated by commas, of: pool-poststart, system-poststart
                    veto hooks = frob        | hooks separated by commas, of: pool-prestop, system-prestop
                    """)
    void aWrongLineIsOneProblem(String line, String expected) {
        read(line);

        assertEquals(1, entries.problems().size(), entries.problems().toString());
        assertTrue(
                entries.problems().getFirst().toString().contains("expected " + expected),
                entries.problems().toString());
    }
}
