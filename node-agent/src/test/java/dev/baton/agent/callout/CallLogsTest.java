package dev.baton.agent.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.callout.Printed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

@DisplayName("Storage call-outs contract, 3.8: a log file for each call")
class CallLogsTest {

    private final Path folder;

    CallLogsTest(@TempDir Path folder) {
        this.folder = folder.resolve("log");
    }

    private static Entry.CallBegun begun(long call, String contract, String action) {
        return new Entry.CallBegun(
                call,
                "",
                0,
                false,
                contract,
                "lvm",
                action,
                "volume:u.ext.disk0",
                "/x",
                List.of(),
                new TreeMap<>(),
                "/",
                0,
                1_800_000_000_000L + call);
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        return names.stream().sorted().toList();
    }

    @Test
    void standardErrorStandsBehindStandardOutput() throws Exception {
        CallLogs.open(folder).write(begun(7, "ganeti", "grow"), new Printed("a\n", "b\n"));

        assertEquals(List.of("grow-lvm-u.ext.disk0-20270115T080000007Z-7.log"), names());
        assertEquals("a\nb\n", Files.readString(folder.resolve(names().getFirst())));
    }

    @Test
    void theNewestFilesAreKeptAlsoOverTheEndOfTheAgent() throws Exception {
        CallLogs first = CallLogs.open(folder, 2);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("not-ours.log"), "");
        for (int call = 8; call < 11; call++) {
            first.write(begun(call, "ganeti", "create"), Printed.NOTHING);
        }
        CallLogs.open(folder, 2).write(begun(11, "ganeti", "grow"), Printed.NOTHING);

        assertEquals(
                List.of(
                        "create-lvm-u.ext.disk0-20270115T080000010Z-10.log",
                        "grow-lvm-u.ext.disk0-20270115T080000011Z-11.log",
                        "not-ours.log"),
                names());
    }

    @Test
    void attachAndHooksHaveNone() {
        CallLogs logs = CallLogs.open(folder);

        assertEquals(Optional.empty(), logs.file(begun(1, "ganeti", "attach")));
        assertEquals(Optional.empty(), logs.file(begun(1, "quantastor", "pool-prestop")));
        assertTrue(logs.file(begun(1, "ganeti", "verify")).isPresent());
    }

    @Test
    void aFileThatCannotBeWrittenFailsNothing() throws Exception {
        Files.writeString(folder, "in the way");

        CallLogs.open(folder).write(begun(1, "ganeti", "create"), Printed.NOTHING);

        assertEquals("in the way", Files.readString(folder));
    }
}
