package dev.baton.agent.compat;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** CTDB command contract, section 6.3: what NFSv3's lock recovery needs. */
class LockRecoveryTest {

    private static final Path COMPAT = Path.of("src/main/dist/compat").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Keeps what it was told; reaches every client but one. */
    private static final String SM_NOTIFY =
            """
            #!/bin/sh
            echo "$*" >>"$BASE/told"
            for directory; do :; done
            od -An -t d4 "$directory/state" | tr -d ' ' >"$BASE/number"
            cat "$directory"/sm/* >>"$BASE/told"
            mv "$directory"/sm/* "$directory/sm.bak"
            for client in "$directory"/sm.bak/*; do
                case $client in */silent) ;; *) rm "$client" ;; esac
            done
            [ ! -e "$BASE/again" ] || echo new >"$BASE/shared/statd-state@10.8.1.31@again"
            """;

    /** Of node 1. */
    private static final String CTDB =
            """
            #!/bin/sh
            case $* in
            pnn) echo 1 ;;
            *)
                holder=$(cat "$BASE/holder")
                [ ! -e "$BASE/slow" ] || { rm "$BASE/slow" && read -r _ <"$BASE/go"; }
                printf '|Public IP|Node|\\n|10.8.1.31|%s|\\n|10.8.1.32|-1|\\n' "$holder"
                ;;
            esac
            """;

    private record Said(int code, String out, String err) {}

    private final Path base;
    private final Path shared;

    LockRecoveryTest(@TempDir Path base) {
        this.base = base;
        this.shared = base.resolve("shared");
    }

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectories(base.resolve("bin"));
        Path stub = Files.writeString(base.resolve("bin/sm-notify"), SM_NOTIFY);
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(base.resolve("state"));
        Files.writeString(base.resolve("state/my-public-ip-addresses"), "10.8.1.31\nfd00::31\n");
        options("CTDB_STATD_CALLOUT_SHARED_STORAGE=shared_dir:" + shared);
    }

    @Test
    void aClientIsRememberedForEachAddressOfThisNodeUntilItUnlocks() throws Exception {
        helper("startup");
        assertEquals(new Said(0, "", ""), call("statd_callout", "add-client", "nfs1", "me"));
        List<String> remembered = files();
        assertEquals(new Said(0, "", ""), call("statd_callout", "del-client", "nfs1", "me"));

        assertEquals(
                List.of("statd-state@10.8.1.31@nfs1", "statd-state@fd00::31@nfs1"), remembered);
        assertEquals(List.of(), files());
        assertEquals(
                "shared_dir\n" + shared + "\n" + base + "/state/my-public-ip-addresses\n",
                Files.readString(base.resolve("state/statd_callout.conf")));
    }

    @Test
    void clientsOfAnAddressThatCameHereAreToldOnce() throws Exception {
        helper("startup");
        call("statd_callout", "add-client", "nfs1");
        call("statd_callout", "add-client", "silent");

        helper("takeip", "10.8.1.31");
        helper("update");
        Said said = helper("notify");
        String told = Files.readString(base.resolve("told"));
        helper("notify");

        assertEquals(new Said(0, "", ""), said);
        assertTrue(told.startsWith("-d -f -n -m 1 -v 10.8.1.31 -P " + base + "/state/"), told);
        assertTrue(told.contains("nfs1 10.8.1.31\n") && told.contains("silent 10.8.1.31\n"), told);
        assertEquals(told, Files.readString(base.resolve("told")));
        assertEquals(1, Integer.parseInt(Files.readString(base.resolve("number")).strip()) % 2);
        assertEquals(
                List.of(
                        "statd-state@10.8.1.31@silent",
                        "statd-state@fd00::31@nfs1",
                        "statd-state@fd00::31@silent"),
                files());
    }

    /** CTDB 4.17: one program, called with update and notify only, and no file of addresses. */
    @Test
    void withoutStartupAndTakeipWhatHasComeHereIsFoundOut() throws Exception {
        asksCtdb();
        holder("1");
        assertEquals(new Said(0, "", ""), call("statd_callout", "update"));
        call("statd_callout", "add-client", "nfs1");
        call("statd_callout", "notify");
        assertEquals(List.of("statd-state@10.8.1.31@nfs1"), files());
        assertFalse(Files.exists(base.resolve("told")), "it was here already");

        holder("0");
        call("statd_callout", "notify");
        holder("1");
        assertEquals(new Said(0, "", ""), call("statd_callout", "notify"));

        assertTrue(Files.readString(base.resolve("told")).contains("nfs1 10.8.1.31\n"));
        assertEquals(List.of(), files());
    }

    /** A monitor event that asked before a takeover, and is told after it. */
    @Test
    void whatWasAskedEarlierIsNotWrittenOverWhatIsKnownSince() throws Exception {
        asksCtdb();
        holder("0");
        call("statd_callout", "update");
        Files.writeString(base.resolve("slow"), "");
        assertEquals(0, new ProcessBuilder("mkfifo", base + "/go").start().waitFor());
        Process update = start("update", "statd_callout", "update");
        await().atMost(LIMIT).until(() -> !Files.exists(base.resolve("slow")));
        holder("1");

        Process notify = start("notify", "statd_callout", "notify");
        await().atMost(LIMIT).until(() -> !notify.isAlive() || waitsForAnother(notify));
        Files.writeString(base.resolve("go"), "now\n");

        assertEquals(0, ended(update));
        assertEquals(0, ended(notify));
        call("statd_callout", "add-client", "nfs1");
        assertEquals(List.of("statd-state@10.8.1.31@nfs1"), files());
    }

    private static boolean waitsForAnother(Process process) {
        return process.descendants()
                .anyMatch(each -> each.info().command().orElse("").endsWith("/flock"));
    }

    private void asksCtdb() throws IOException {
        Files.delete(base.resolve("state/my-public-ip-addresses"));
        Path ctdb = Files.writeString(base.resolve("bin/ctdb"), CTDB);
        Files.setPosixFilePermissions(ctdb, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Which node has the address. */
    private void holder(String pnn) throws IOException {
        Files.writeString(base.resolve("holder"), pnn);
    }

    @Test
    void aClientThatLocksAgainWhileItIsToldIsRemembered() throws Exception {
        helper("startup");
        call("statd_callout", "add-client", "again");
        Files.writeString(base.resolve("again"), "");

        helper("takeip", "10.8.1.31");
        helper("notify");

        assertEquals("new\n", Files.readString(shared.resolve("statd-state@10.8.1.31@again")));
    }

    @Test
    void withoutSharedStorageNothingIsKeptAndStartupSaysSo() throws Exception {
        options("");
        Said startup = helper("startup");
        call("statd_callout", "add-client", "nfs1");
        helper("takeip", "10.8.1.31");
        helper("notify");

        assertEquals(0, startup.code());
        assertTrue(startup.out().startsWith("NFSv3 locks are not recovered"), startup.out());
        assertFalse(Files.exists(base.resolve("told")));
        options("CTDB_STATD_CALLOUT_SHARED_STORAGE=none");
        assertEquals(new Said(0, "", ""), helper("startup"));
    }

    @Test
    void aDirectoryMayBeBelowTheOneForTheStateOfNfs() throws Exception {
        options(
                "CTDB_NFS_SHARED_STATE_DIR="
                        + base
                        + "\nCTDB_STATD_CALLOUT_SHARED_STORAGE=shared_dir:shared");
        helper("startup");
        call("statd_callout", "add-client", "nfs1");

        assertEquals(2, files().size());
    }

    @Test
    void wrongSettingsAndWordsAreOneSentence() throws Exception {
        assertEquals(1, call("statd_callout", "add-client", "nfs1").code());
        helper("startup");
        assertEquals(1, call("statd_callout", "add-client", "../x").code());
        assertEquals(1, call("statd_callout", "add-client").code());
        assertEquals(1, call("statd_callout", "frob", "nfs1").code());
        assertEquals(1, helper("takeip").code());
        assertEquals(1, helper("takeip", "x/y").code());
        assertEquals(1, helper("frob").code());
        options("CTDB_STATD_CALLOUT_SHARED_STORAGE=persistent_db:x");
        assertEquals(
                new Said(
                        1,
                        "",
                        "statd_callout_helper: CTDB_STATD_CALLOUT_SHARED_STORAGE: expected"
                                + " shared_dir:DIRECTORY or none, got \"persistent_db:x\". Baton"
                                + " keeps no databases.\n"),
                helper("startup"));
        options("CTDB_STATD_CALLOUT_SHARED_STORAGE=shared_dir");
        assertTrue(helper("startup").err().contains("CTDB_NFS_SHARED_STATE_DIR, which is not set"));
    }

    @Test
    void recordsAndNumbersAreAsStatdHasThem() throws Exception {
        call("ctdb_smnotify_helper", "state", "1234567");
        ByteBuffer number = ByteBuffer.wrap(Files.readAllBytes(base.resolve("out")));
        String loopback = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? "7f000001" : "0100007f";

        assertEquals(1_234_567, number.order(ByteOrder.nativeOrder()).getInt());
        assertEquals(0, number.remaining());
        assertEquals(
                new Said(
                        0,
                        loopback
                                + " 000186b5 00000003 00000010 "
                                + "0".repeat(32)
                                + " nfs1 10.8.1.31\n",
                        ""),
                call("ctdb_smnotify_helper", "monitor", "nfs1", "10.8.1.31"));
        assertEquals(1, call("ctdb_smnotify_helper", "state", "x").code());
        assertEquals(1, call("ctdb_smnotify_helper", "monitor", "a b", "c").code());
        assertEquals(1, call("ctdb_smnotify_helper").code());
    }

    private void options(String text) throws IOException {
        Files.writeString(base.resolve("script.options"), text + "\n");
    }

    /** What is kept, sorted. */
    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(shared)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Said helper(String... words) throws Exception {
        return call("statd_callout_helper", words);
    }

    private Said call(String program, String... words) throws Exception {
        Process process = start("", program, words);
        int code = ended(process);
        byte[] out = Files.readAllBytes(base.resolve("out"));
        return new Said(code, new String(out, ISO_8859_1), Files.readString(base.resolve("err")));
    }

    private static int ended(Process process) throws InterruptedException {
        assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** Starts a program whose words go to files that end with a name. */
    private Process start(String name, String program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(COMPAT.resolve(program).toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("BASE", base.toString());
        builder.environment().put("CTDB_BASE", base.toString());
        builder.environment().put("CTDB", base.resolve("bin/ctdb").toString());
        builder.environment().put("CTDB_SCRIPT_VARDIR", base.resolve("state").toString());
        builder.environment().merge("PATH", base + "/bin", (path, ours) -> ours + ":" + path);
        builder.redirectOutput(base.resolve("out" + name).toFile());
        builder.redirectError(base.resolve("err" + name).toFile());
        return builder.start();
    }
}
