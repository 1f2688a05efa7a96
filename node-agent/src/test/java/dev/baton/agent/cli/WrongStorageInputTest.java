package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Rows as of {@link WrongLines}; {@code P} is a provider, {@code S} a size. Every script of every
 * provider here leaves a trace when it is started.
 */
@Timeout(60)
@DisplayName("Storage operations: bad input is refused before anything runs, planned or not")
class WrongStorageInputTest {

    private static final String TABLE =
            """
            volume create web~1 P S          | 2 | a volume is named by at most 63 letters
            volume create a/b P S            | 2 | a volume is named by at most 63 letters
            volume create a^b P S            | 2 | a volume is named by at most 63 letters
            volume create $(touch~/x) P S    | 2 | a volume is named by at most 63 letters
            volume create `id` P S           | 2 | a volume is named by at most 63 letters
            volume create a;reboot P S       | 2 | a volume is named by at most 63 letters
            volume create ../a P S           | 2 | a volume is named by at most 63 letters
            volume create -- -rf P S         | 2 | volume create: --provider expects a provider
            volume create a a P S            | 2 | a volume is named twice
            volume create web1 P S           | 3 | volume web1 exists already; see: baton volume info
            volume create P S                | 2 | volume create: missing required parameter
            volume create a P --size 0MiB    | 2 | expected a size of whole MiB
            volume create a P --size -1GiB   | 2 | expected a size of whole MiB
            volume create a P --size 1.5GiB  | 2 | expected a size of whole MiB
            volume create a P --size 1GB     | 2 | expected a size of whole MiB
            volume create a P --size 99999TiB | 2 | expected a size of whole MiB
            volume create a P --size 1KiB    | 2 | expected a size of whole MiB
            volume create a P                | 2 | volume create: --size expects a size
            volume create a S                | 2 | volume create: --provider expects a provider
            volume create a --provider no S  | 4 | there is no provider no in
            volume create a --provider ../files S | 2 | a provider is named by at most 64 letters
            volume create a --provider fi~les S | 2 | a provider is named by at most 64 letters
            volume create a --provider half S | 3 | provider half cannot be used: script attach
            volume create a --provider nolist S | 3 | provider nolist cannot be used: there is no file
            volume create a --provider open S | 3 | provider open cannot be used: script create was not
            volume create a --provider dir S | 3 | provider dir cannot be used: script create was not
            volume create a --provider link S | 3 | provider link cannot be used: script create was not
            volume create a --provider plain S | 3 | provider plain cannot be used: script create could
            volume create a --provider text S | 3 | provider text cannot be used: script create could
            volume create a --provider perl9 S | 3 | provider perl9 cannot be used: script create could
            volume create a P S --param x    | 2 | --param: expected NAME=VALUE
            volume create a P S --param a~b=c | 2 | a parameter is named by at most 64 letters
            volume create a P S --param 1=c  | 2 | a parameter is named by at most 64 letters
            volume create a P S --param size=1 | 2 | size is no parameter of a provider
            volume create a P S --param x=1 --param X=2 | 2 | parameters X and x are one to a provider
            volume create a P S --params /no/such | 4 | --params: there is no file /no/such
            volume grow web1 64MiB           | 3 | volume web1 has 64 MiB already
            volume grow web1 large           | 2 | expected a size of whole MiB
            volume grow no/such 128MiB       | 2 | a volume is named by at most 63 letters
            volume attach nobody             | 4 | this node has no volume "nobody"
            volume detach a~b                | 2 | a volume is named by at most 63 letters
            volume remove a^b                | 2 | a volume is named by at most 63 letters
            volume snapshot web1 --name a/b  | 2 | a volume is named by at most 63 letters
            volume snapshot web1 --name web1 | 3 | volume web1 exists already
            volume snapshot web1 --name s    | 3 | provider files has no script snapshot
            """;

    private final RealProviders providers;
    private final StorageRoom room;
    private final ExampleCluster cluster = new ExampleCluster();

    WrongStorageInputTest(@TempDir Path folder) {
        providers = new RealProviders(folder).files();
        room = providers.room();
        cluster.storage = room;
        assertEquals(0, run(words("volume create web1 P S")).exitCode());
        spoil();
    }

    @AfterEach
    void close() {
        room.close();
    }

    /** Providers that cannot be used, each for another reason. */
    private void spoil() {
        String trace = "#!/bin/sh\n: >" + providers.base.resolve("trace") + "\n";
        for (String provider :
                List.of("half", "nolist", "open", "dir", "link", "plain", "text", "perl9")) {
            Path own = providers.extstorage.resolve(provider);
            for (String script :
                    List.of("attach", "create", "detach", "grow", "remove", "setinfo", "verify")) {
                RealProviders.write(own.resolve(script), trace, "rwxr-xr-x");
            }
            RealProviders.write(own.resolve("parameters.list"), "", "rw-r--r--");
        }
        Path all = providers.extstorage;
        RealProviders.write(all.resolve("open/create"), trace, "rwxrwxrwx");
        RealProviders.write(all.resolve("plain/create"), trace, "rw-r--r--");
        RealProviders.write(all.resolve("text/create"), ": >trace\n", "rwxr-xr-x");
        RealProviders.write(all.resolve("perl9/create"), "#!/no/perl9\n", "rwxr-xr-x");
        RealProviders.write(providers.base.resolve("anybodys/create"), trace, "rwxrwxrwx");
        RealProviders.allow(all.resolve("dir"), "rwxrwxrwx");
        try {
            Files.delete(all.resolve("half/attach"));
            Files.delete(all.resolve("nolist/parameters.list"));
            Files.delete(all.resolve("link/create"));
            Files.createSymbolicLink(
                    all.resolve("link/create"), providers.base.resolve("anybodys/create"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<String> words(String line) {
        return WrongLines.words(
                line,
                word ->
                        switch (word) {
                            case "P" ->
                                    List.of(
                                            "--provider",
                                            "files",
                                            "--param",
                                            "store=" + providers.store);
                            case "S" -> List.of("--size", "64MiB");
                            default -> List.of();
                        });
    }

    private Answer run(List<String> words) {
        return cluster.cli().run(new Invocation("/", words, Map.of(), ""));
    }

    @Test
    void eachLineIsRefusedWithItsReason() throws Exception {
        int calls = room.calls().size();

        List<String> wrong =
                WrongLines.misjudged(TABLE, providers.base + "/", this::words, this::run);

        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertEquals(calls, room.calls().size());
        assertEquals(1, room.jobs().size());
        assertEquals(1, room.volumes().size());
        assertFalse(Files.exists(providers.base.resolve("trace")));
    }

    @Test
    void aPlanShowsNodeProgramVariablesAndOrderAndRunsNothing() throws Exception {
        int calls = room.calls().size();

        Answer remove = run(words("volume remove web1 --plan"));
        Answer create = run(words("volume create a b P S --param login_pin=1234 --plan"));
        Answer secret = run(words("volume create a P S --plan"));

        List<String> programs =
                remove.stdout().lines().filter(line -> line.startsWith("n0: ")).toList();
        assertEquals(3, programs.size(), remove.stdout());
        assertTrue(programs.get(0).startsWith("n0: " + providers.extstorage.resolve("files/att")));
        assertTrue(programs.get(2).contains("/remove  in "), programs.get(2));
        assertEquals(
                Exit.USAGE, create.exitCode(), "a secret in a line is refused, planned or not");
        assertTrue(secret.stdout().contains("    undone by: detach, remove"), secret.stdout());
        assertEquals(calls, room.calls().size());
        assertEquals(1, room.jobs().size());
    }
}
