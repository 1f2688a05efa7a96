package dev.baton.events.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Each row: script, what is set beside VOL_NAME=n and VOL_UUID=u, exit code, what was said. */
@DisplayName("Storage call-outs contract, 3.3 to 3.5, as a provider in Java sees it")
class ProviderRunTest {

    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Attached attached = Attached.as(Path.of("/dev/x"));

    /** Notes what it is asked. */
    private final class Noting implements VolumeProvider {

        @Override
        public void create(VolumeInfo volume, long size) {
            asked.add("create " + volume.name() + " " + size);
        }

        @Override
        public Attached attach(VolumeInfo volume) {
            return attached;
        }

        @Override
        public void detach(VolumeInfo volume) throws IOException {
            throw new IOException("in use by " + volume.title().orElse("nobody"));
        }

        @Override
        public void remove(VolumeInfo volume) {
            asked.add("remove " + volume.needed("Pool"));
        }

        @Override
        public void grow(VolumeInfo volume, long size, long newSize) {
            asked.add("grow " + size + " " + newSize);
        }

        @Override
        public void setInfo(VolumeInfo volume, String metadata) {
            asked.add("setinfo " + metadata);
        }

        @Override
        public void verify(VolumeInfo volume, List<String> checks) {
            asked.add("verify " + checks);
        }

        @Override
        public void open(VolumeInfo volume, boolean exclusive) {
            asked.add("open " + exclusive);
        }
    }

    private int run(Map<String, String> environment, String... arguments) {
        return ProviderRun.run(
                new Noting(),
                List.of(arguments),
                environment,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    private static Map<String, String> environment(String more) {
        Map<String, String> all = new TreeMap<>(Map.of("VOL_NAME", "n", "VOL_UUID", "u"));
        for (String each : more.isEmpty() ? new String[0] : more.split(" ", -1)) {
            String[] words = each.split("=", 2);
            all.put(words[0], words[1]);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    create   | VOL_SIZE=64                       | 0 | create n 64
                    create   | ''                                | 2 | create: VOL_SIZE is missing. It is called by
                    create   | VOL_SIZE=1GiB                     | 2 | create: VOL_SIZE expects whole MiB such as 1024, got "1GiB"
                    create   | VOL_SIZE=0                        | 2 | create: VOL_SIZE expects whole MiB
                    create   | VOL_SIZE=64 VOL_NAME=             | 2 | create: VOL_NAME is missing
                    create   | VOL_SIZE=64 VOL_UUID=             | 2 | create: VOL_UUID is missing
                    create   | VOL_SIZE=x VOL_UUID=              | 2 | create: VOL_UUID is missing; VOL_SIZE expects
                    attach   | ''                                | 0 | /dev/x
                    detach   | ''                                | 1 | detach: in use by nobody
                    detach   | VOL_CNAME=web1                    | 1 | detach: in use by web1
                    remove   | EXTP_POOL=fast                    | 0 | remove fast
                    remove   | ''                                | 2 | parameter Pool is missing; give it when
                    grow     | VOL_SIZE=64 VOL_NEW_SIZE=128      | 0 | grow 64 128
                    grow     | VOL_SIZE=64                       | 2 | grow: VOL_NEW_SIZE is missing
                    setinfo  | VOL_METADATA=me                   | 0 | setinfo me
                    setinfo  | ''                                | 2 | setinfo: VOL_METADATA is missing
                    verify   | ''                                | 0 | verify []
                    open     | VOL_OPEN_EXCLUSIVE=True           | 0 | open true
                    open     | VOL_OPEN_EXCLUSIVE=False          | 0 | open false
                    open     | VOL_OPEN_EXCLUSIVE=yes            | 2 | open: VOL_OPEN_EXCLUSIVE expects True or False
                    close    | ''                                | 0 | ''
                    snapshot | VOL_SNAPSHOT_NAME=s VOL_SNAPSHOT_SIZE=64 VOL_UUID= | 1 | snapshot: this provider takes no
                    snapshot | VOL_SNAPSHOT_SIZE=64              | 2 | snapshot: VOL_SNAPSHOT_NAME is missing
                    frob     | ''                                | 2 | expected one of the scripts create, attach
                    """)
    void aScriptBecomesOneMethodOrOneSentence(String script, String more, int status, String said) {
        int exit = run(environment(more), script);

        String all = String.join("", asked) + out.toString(UTF_8) + err.toString(UTF_8);
        assertTrue(all.startsWith(said), all);
        assertEquals(status, exit, all);
    }

    @Test
    @DisplayName("3.4: --help prints the usage; arguments that do not belong are refused with it")
    void argumentsAreLookedAt() {
        assertEquals(0, run(Map.of(), "create", "--help"));
        assertEquals(2, run(environment("VOL_SIZE=64"), "create", "64"));
        assertEquals(0, run(environment(""), "verify", "size", "pool"));

        assertTrue(out.toString(UTF_8).startsWith("usage: create."));
        assertTrue(err.toString(UTF_8).startsWith("usage: create."));
        assertEquals(List.of("verify [size, pool]"), asked);
    }

    @Test
    @DisplayName("3.5: the device in the first line, empty without one, then the addresses")
    void whatAttachPrints() {
        attached = Attached.at("kvm", "rbd:a/b");
        run(environment(""), "attach");
        attached = new Attached(Optional.of(Path.of("/dev/y")), List.of("kvm:x", "xen:y"));
        run(environment(""), "attach");

        assertEquals("\nkvm:rbd:a/b\n/dev/y\nkvm:x\nxen:y\n", out.toString(UTF_8));
        assertThrows(
                IllegalArgumentException.class, () -> new Attached(Optional.empty(), List.of()));
    }

    @Test
    void aProgramThatFailsIsASentence() throws Exception {
        assertEquals("a b", Program.run("printf", "%s b\n", "a"));
        assertEquals(
                "sh -c echo no >&2; exit 3 exited with 3: no",
                assertThrows(
                                IOException.class,
                                () -> Program.run("sh", "-c", "echo no >&2; exit 3"))
                        .getMessage());
        assertThrows(IOException.class, () -> Program.run("/no/such/program"));
    }
}
