package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.opennebula.DriverRoom;
import dev.baton.agent.opennebula.RealDatastores;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Rows as of {@link WrongLines}; {@code D} is a datastore, {@code S} a size, {@code F} a good
 * description of a machine, and {@code F1} to {@code F3} bad ones.
 */
@Timeout(60)
@DisplayName("Call-outs contract, 4.8: bad input is refused before anything runs, planned or not")
class WrongDriverInputTest {

    private static final String TABLE =
            """
            image create we~b D S            | 2 | an image is named by at most 63 letters
            image create a/b D S             | 2 | an image is named by at most 63 letters
            image create ../a D S            | 2 | an image is named by at most 63 letters
            image create $(touch~/x) D S     | 2 | an image is named by at most 63 letters
            image create a^b D S             | 2 | an image is named by at most 63 letters
            image create 12 D S              | 2 | an image is named by at most 63 letters
            image create web D S             | 3 | there is an image web already
            image create a D S --id 1        | 3 | there is an image with id 1 already
            image create a D S --id -1       | 2 | --id expects a number
            image create a D S --id 9999999999 | 2 | --id expects a number
            image create a --datastore no S  | 4 | the settings have no datastore "no"
            image create a --datastore 0 S   | 3 | datastore machines holds machines
            image create a D --size 0MiB     | 2 | expected a size of whole MiB
            image create a D --size 1GB      | 2 | expected a size of whole MiB
            image create a D S --format r~w  | 3 | a format is a word
            image create a D S --fs ext4;id  | 3 | a file system is a word
            image create a D S --param x     | 2 | --param: expected NAME=VALUE
            image create a D S --param a~b=c | 2 | an attribute is named by letters
            image create a D S --param PASSWORD=x | 2 | --param PASSWORD: a secret in a command line
            image create a D S --params /no/such | 4 | --params: there is no file /no/such
            image register a D --path /a;id  | 3 | the source of an image has letters
            image register a D --path /a^b   | 3 | a description has no control characters
            image register a D --path `id`   | 3 | the source of an image has letters
            image clone nobody a             | 4 | no image "nobody" is known here
            image clone web a/b              | 2 | an image is named by at most 63 letters
            image delete nobody              | 4 | no image "nobody" is known here
            image delete 9 D                 | 2 | image delete: one that is not written down
            image delete a D --source /x     | 2 | image delete: one that is not written down
            image delete 9 --datastore 7 --source /x | 4 | the settings have no datastore "7"
            image delete 9 D --source $(id)  | 3 | the source of an image has letters
            image delete 1 D --source /x     | 3 | there is an image with id 1 already
            image stat /a;id D               | 3 | the source of an image has letters
            image export nobody              | 4 | no image "nobody" is known here
            image snapshot revert web x      | 2 | SNAPSHOT expects a number
            image snapshot delete web -- -1  | 2 | SNAPSHOT expects a number
            image snapshot flatten web       | 2 | image snapshot flatten: missing required parameter
            image snapshot flatten nobody 3  | 4 | no image "nobody" is known here
            disk snapshot create F h1 9 3    | 4 | machine 42 has no disk 9
            disk snapshot create F h1 1 3    | 4 | disk 1 of machine 42 is to swap on
            disk snapshot create F h1 0 x    | 2 | SNAPSHOT expects a number
            disk snapshot delete F h1;id 0 3 | 3 | a host is named by letters
            disk resize F h1 0 0MiB          | 2 | expected a size of whole MiB
            disk resize F h1 zero 20MiB      | 2 | DISK expects a number
            disk save F h1 0 nobody          | 4 | no image "nobody" is known
            disk save F h1 1 web             | 4 | disk 1 of machine 42 is to swap on
            disk save F h1 9 web             | 4 | machine 42 has no disk 9
            disk save F h1;id 0 web          | 3 | a host is named by letters
            disk save F h1 0 web --snapshot -1 | 2 | --snapshot expects a number
            disk save F h1 0                 | 2 | disk save: missing required parameter
            disk migrate F h1 h2 --live now  | 2 | --live expects before, after or failed
            disk migrate F h1 h~2 --live after | 3 | a host is named by letters
            datastore monitor no             | 4 | the settings have no datastore "no"
            disk create F h1;id              | 3 | a host is named by letters
            disk create F -- -oProxy         | 3 | a host is named by letters
            disk migrate F h1 h~2            | 3 | a host is named by letters
            disk create F1 h1                | 2 | F1: disks: expected
            disk create F2 h1                | 4 | driver tm/none cannot be used: there is no directory
            disk create F3 h1                | 3 | the place of a disk is a full path
            disk create /no/such h1          | 2 | /no/such: expected a file that can be read
            disk create machine.json h1      | 2 | MACHINE expects a full path
            """;

    private static final String MACHINE =
            """
            {"id": 42, "system": {"datastore": 0, "location": "/ds%s", "driver": "shared"},
             "disks": %s}
            """;

    private final RealDatastores datastores;
    private final Path base;
    private final StorageRoom storage;
    private final DriverRoom room;
    private final ExampleCluster cluster = new ExampleCluster();

    WrongDriverInputTest(@TempDir Path folder) throws Exception {
        base = folder.toRealPath();
        datastores = new RealDatastores(base);
        storage = datastores.storage();
        room = datastores.room(storage);
        cluster.storage = storage;
        cluster.drivers = room;
        String disk =
                "[{\"number\": 0, \"type\": \"image\", \"driver\": \"%s\", \"source\": \"/a\"},"
                        + " {\"number\": 1, \"type\": \"swap\", \"size\": 8}]";
        file("F", MACHINE.formatted("", disk.formatted("shared")));
        file("F1", MACHINE.formatted("", "7"));
        file("F2", MACHINE.formatted("", disk.formatted("none")));
        file("F3", MACHINE.formatted("/../x", disk.formatted("shared")));
        Answer made = run(words("image create web D S"));
        assertEquals(0, made.exitCode(), made.stderr());
    }

    private void file(String name, String text) {
        RealProviders.write(base.resolve(name), text, "rw-r--r--");
    }

    @AfterEach
    void close() {
        room.close();
        storage.close();
    }

    private List<String> words(String line) {
        return WrongLines.words(
                line,
                word ->
                        switch (word) {
                            case "D" -> List.of("--datastore", "fast");
                            case "S" -> List.of("--size", "8MiB");
                            case "F", "F1", "F2", "F3" -> List.of(base.resolve(word).toString());
                            default -> List.of();
                        });
    }

    private Answer run(List<String> words) {
        return cluster.cli().run(new Invocation("/", words, Map.of(), ""));
    }

    @Test
    void eachLineIsRefusedWithItsReason() throws Exception {
        int calls = storage.calls().size();

        List<String> wrong = WrongLines.misjudged(TABLE, base + "/", this::words, this::run);

        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertEquals(calls, storage.calls().size());
        assertEquals(1, room.images().all().size());
    }
}
