package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("Storage call-outs contract, section 4: drivers and datastores in the settings")
class DriverSectionsTest {

    private static final Path USUAL = Path.of("/var/lib/one/datastores/1");

    private final ConfigEntries entries = new ConfigEntries();

    private DriverOptions read(String... lines) {
        entries.add(IniFile.parse("baton.conf", List.of(lines)).value(), false);
        return DriverSections.read(entries, Path.of("/etc/baton"));
    }

    private static DatastoreOptions found(DriverOptions all, long id) {
        return Optional.ofNullable(all.datastores().get(id)).orElseThrow();
    }

    @Test
    @DisplayName("4.8: a datastore needs its drivers only; one job at a time then, an hour each")
    void aDatastoreNeedsItsDriversOnly() {
        DriverOptions all = read("[datastore 1]", "driver = files", "transfer = ssh");
        DatastoreOptions one = found(all, 1);

        assertEquals("1 files ssh", "%s %s %s".formatted(one.name(), one.driver(), one.transfer()));
        assertEquals(1, one.callsAtOnce());
        assertEquals(Optional.of(USUAL), one.directory(USUAL));
        assertEquals("oneadmin", all.user());
        assertEquals(Duration.ofHours(1), all.limits().usual());
        assertEquals(Optional.empty(), all.dialect());
        assertEquals(List.of(), entries.problems());
    }

    @Test
    void everyLineIsTakenAndDatastoresAreApart() {
        DriverOptions all =
                read(
                        "[opennebula]",
                        "one location = /srv/one",
                        "driver user = svcone",
                        "host name = fe.example",
                        "dialect = 3.4",
                        "dialects = datastore/files=6.8, tm/ssh=3.8",
                        "call limit = 10m",
                        "call limits = files.cp=2h",
                        "extra variables = ceph.CEPH_ARGS=--id x",
                        "image records = /srv/one/records",
                        "[datastore 1]",
                        "name = fast",
                        "driver = ceph",
                        "transfer = ceph",
                        "path = none",
                        "calls at once = 4",
                        "nodes = n1, 2",
                        "attributes = SAFE_DIRS=/srv/a /srv/b, UMASK=0007",
                        "[datastore 0]",
                        "of machines = yes",
                        "transfer = ssh",
                        "path = /srv/machines");

        assertEquals(Map.of("datastore/files", "6.8", "tm/ssh", "3.8"), all.dialects());
        assertEquals(
                Map.of("SAFE_DIRS", "/srv/a /srv/b", "UMASK", "0007"), found(all, 1).attributes());
        assertEquals(Optional.empty(), found(all, 1).directory(USUAL));
        assertEquals(List.of("n1", "2"), found(all, 1).nodes());
        assertEquals(Optional.of(Path.of("/srv/machines")), found(all, 0).directory(USUAL));
        assertTrue(found(all, 0).ofMachines());
        assertEquals(Optional.of("fe.example"), all.hostName());
        assertEquals(Duration.ofHours(2), all.limits().of("files", "cp"));
        assertEquals(List.of(), entries.problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    driver = ../files            | expected the name of a driver's directory, such as files
                    transfer = a b               | expected the name of a driver's directory, such as shared
                    calls at once = 0            | expected a whole number from 1 to 15
                    nodes = n1, n/2              | expected all, or names or numbers of nodes
                    attributes = =x              | expected attributes such as SAFE_DIRS=
                    attributes = A=1, A=2        | expected attributes such as SAFE_DIRS=
                    of machines = perhaps        | expected yes or no
                    path =                       | expected none, or the path of a directory
                    pth = /srv                   | there is no such key
                    """)
    void whatIsWrongIsOneSentenceWithItsPlace(String line, String sentence) {
        read("[datastore 1]", "driver = files", "transfer = ssh", line);

        assertEquals("baton.conf:4 [datastore 1]", problem(sentence).substring(0, 26));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    driver user = a:b            | expected the name of a user
                    host name = a_b              | expected a host name
                    dialect = 7.0                | expected one of 3.4, 3.6, 3.8, 4.0, 5.0, 6.0, 6.8
                    dialects = files=6.8         | expected dialects such as datastore/files=6.8
                    dialects = tm/ssh=6.9        | expected dialects such as datastore/files=6.8
                    call limit = 8d              | expected a time from 1s to 7d
                    call limits = files.cp       | expected limits such as files.cp=2h
                    """)
    void whatIsWrongForAllDriversIsOneSentence(String line, String sentence) {
        read("[opennebula]", line);

        assertEquals("baton.conf:2 [opennebula] ", problem(sentence).substring(0, 26));
    }

    @Test
    void aDatastoreWithoutDriversOrWithABadIdIsAProblem() {
        read("[datastore 1]", "driver = files", "[datastore a]", "transfer = ssh", "[datastore 2]");

        assertTrue(problem("says not which transfer driver it has").contains("[datastore 1]"));
        assertTrue(problem("expected [datastore ID]").contains("[datastore a]"));
        assertTrue(problem("says not which driver driver it has").contains("[datastore 2]"));
    }

    private String problem(String sentence) {
        return entries.problems().stream()
                .filter(ConfigProblem::isError)
                .map(Object::toString)
                .filter(each -> each.contains(sentence))
                .findFirst()
                .orElseThrow(() -> new AssertionError(entries.problems().toString()));
    }
}
