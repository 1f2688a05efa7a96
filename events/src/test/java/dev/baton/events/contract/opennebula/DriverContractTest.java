package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.contract.opennebula.TransferCall.Migration.Moment;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@DisplayName("Storage call-outs contract, section 4: how OpenNebula's drivers are called")
class DriverContractTest {

    private static final Datastore IMAGES =
            Datastore.of(1, "images", "fs", "ssh", "/var/lib/one/datastores/1");
    private static final Image IMAGE =
            Image.of(7)
                    .with(ImageText.NAME, "web")
                    .with(ImageText.PATH, "/srv/web.img")
                    .with(ImageText.SOURCE, "/var/lib/one/datastores/1/ab")
                    .with(ImageText.FORMAT, "raw")
                    .with(ImageText.SIZE, "10")
                    .with(ImageText.TARGET_SNAPSHOT, "3");
    private static final Transfer TM = Transfer.of("ssh", 42, 0);
    private static final Place DIR = new Place("h1", "/ds/0/42");
    private static final Place DISK = DIR.disk(0);

    private static List<TransferCall> transfers() {
        return List.of(
                new TransferCall.Fetch(TM, false, "/ds/1/ab", DISK, OptionalLong.of(10)),
                new TransferCall.Fetch(TM, true, "/ds/1/ab", DISK, OptionalLong.empty()),
                new TransferCall.Save(TM, DISK, "/ds/1/ab"),
                new TransferCall.Move(TM, DISK, DISK.on("h2")),
                new TransferCall.Context(TM, List.of("/a/context.sh", "/a/key"), DIR.disk(2)),
                new TransferCall.Delete(TM, DIR),
                new TransferCall.MakeImage(TM, 20, "ext4", DIR.disk(3)),
                new TransferCall.MakeSwap(TM, 30, DIR.disk(4)),
                new TransferCall.Migration(TM, Moment.BEFORE, "h1", "h2", "/ds/0/42"),
                new TransferCall.Migration(TM, Moment.AFTER, "h1", "h2", "/ds/0/42"),
                new TransferCall.SaveCopy(TM, DISK, "/ds/1/ab", -1),
                new TransferCall.Migration(TM, Moment.FAILED, "h1", "h2", "/ds/0/42"),
                new TransferCall.Monitor(Datastore.of(0, "system", "-", "ssh", "/ds/0")),
                new TransferCall.Snapshot(TM, Deed.TAKE, DISK, 5),
                new TransferCall.Snapshot(TM, Deed.TAKE_LIVE, DISK, 5),
                new TransferCall.Snapshot(TM, Deed.DELETE, DISK, 5),
                new TransferCall.Snapshot(TM, Deed.REVERT, DISK, 5),
                new TransferCall.Resize(TM, DISK, 40));
    }

    private static List<DatastoreCall> aboutImages() {
        return Arrays.stream(DatastoreAction.values())
                .map(
                        action ->
                                action == DatastoreAction.MONITOR
                                        ? DatastoreCall.monitor(IMAGES)
                                        : DatastoreCall.of(action, IMAGES, IMAGE))
                .toList();
    }

    static DriverContract contract(DriverKind kind, String name, Dialect dialect) {
        List<String> files =
                Stream.concat(
                                Arrays.stream(DatastoreAction.values()).map(DatastoreAction::word),
                                Arrays.stream(TransferAction.values()).map(TransferAction::word))
                        .toList();
        return contract(kind, name, dialect, files);
    }

    /** Of a driver that says what it begins on hosts ends with it. */
    static DriverContract tied(DriverKind kind, String name, Dialect dialect) {
        Path directory = DriverLayout.DEFAULT.driver(kind, name);
        TreeSet<String> files = new TreeSet<>();
        Arrays.stream(TransferAction.values()).forEach(action -> files.add(action.word()));
        return new DriverContract(
                new Driver(kind, name, directory, files, dialect, true),
                DriverSettings.of(DriverLayout.DEFAULT, "fe"));
    }

    private static DriverContract contract(
            DriverKind kind, String name, Dialect dialect, List<String> files) {
        Path directory = DriverLayout.DEFAULT.driver(kind, name);
        return new DriverContract(
                new Driver(kind, name, directory, new TreeSet<>(files), dialect),
                DriverSettings.of(DriverLayout.DEFAULT, "fe"));
    }

    /** Each call as its script sees it; a description as the word DUMP. */
    private static String table(DriverContract contract, List<? extends DriverCall> calls) {
        return calls.stream()
                .map(call -> line(contract.encode(call)))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Encoded encoded) {
        return switch (encoded) {
            case Encoded.Ready(Invocation call) -> {
                List<String> words = new ArrayList<>();
                words.add("" + call.program().getFileName());
                call.arguments()
                        .forEach(word -> words.add(word.startsWith("PERT") ? "DUMP" : word));
                call.input().ifPresent(text -> words.add(text.startsWith("PERT") ? "<DUMP" : text));
                yield String.join(" ", words);
            }
            case Encoded.Refused(String why) -> "refused: " + why;
            case Encoded.Nothing(String why) -> "nothing: " + why;
        };
    }

    @Test
    @DisplayName("4.3: cp, mkfs and rm get the description and the image's id")
    void dialect34OfDatastores() {
        DriverContract old = contract(DriverKind.DATASTORE, "fs", Dialect.V3_4);

        assertEquals(
                """
                cp DUMP 7
                mkfs DUMP 7
                rm DUMP 7
                refused: driver fs speaks dialect 3.4, which has no stat; 3.6 brought it
                refused: driver fs speaks dialect 3.4, which has no clone; 3.6 brought it
                refused: driver fs speaks dialect 3.4, which has no monitor; 5.0 brought it
                refused: driver fs speaks dialect 3.4, which has no export; 5.0 brought it
                refused: driver fs speaks dialect 3.4, which has no snap_delete; 5.0 brought it
                refused: driver fs speaks dialect 3.4, which has no snap_flatten; 5.0 brought it
                refused: driver fs speaks dialect 3.4, which has no snap_revert; 5.0 brought it
                """,
                table(old, aboutImages()));
    }

    @Test
    @DisplayName("4.9: since 6.8 the description comes on standard input, and only the id as word")
    void dialect68OfDatastores() {
        DriverContract today = contract(DriverKind.DATASTORE, "fs", Dialect.V6_8);

        assertEquals(
                """
                cp 7 <DUMP
                mkfs 7 <DUMP
                rm 7 <DUMP
                stat 7 <DUMP
                clone 7 <DUMP
                monitor 1 <DUMP
                export 7 <DUMP
                snap_delete 7 <DUMP
                snap_flatten 7 <DUMP
                snap_revert 7 <DUMP
                """,
                table(today, aboutImages()));
    }

    @Test
    @DisplayName("4.4: every transfer action of dialect 3.4; mvds gets the plain source")
    void dialect34OfTransfers() {
        DriverContract old = contract(DriverKind.TRANSFER, "ssh", Dialect.V3_4);
        List<TransferCall> known =
                transfers().stream().filter(call -> call.script().since() == Dialect.V3_4).toList();
        List<TransferCall> later = new ArrayList<>(transfers());
        later.removeAll(known);

        assertEquals(
                """
                clone fe:/ds/1/ab h1:/ds/0/42/disk.0 10
                ln fe:/ds/1/ab h1:/ds/0/42/disk.0
                mvds h1:/ds/0/42/disk.0 /ds/1/ab
                mv h1:/ds/0/42/disk.0 h2:/ds/0/42/disk.0
                context /a/context.sh /a/key h1:/ds/0/42/disk.2
                delete h1:/ds/0/42
                mkimage 20 ext4 h1:/ds/0/42/disk.3
                mkswap 30 h1:/ds/0/42/disk.4
                """,
                table(old, known));
        assertTrue(
                later.stream().allMatch(call -> line(old.encode(call)).startsWith("refused: ")),
                () -> table(old, later));
    }

    @Test
    @DisplayName("4.9: today's transfer actions end with the ids of machine and datastore")
    void dialect68OfTransfers() {
        DriverContract today = contract(DriverKind.TRANSFER, "ssh", Dialect.V6_8);

        assertEquals(
                """
                clone fe:/ds/1/ab h1:/ds/0/42/disk.0 42 0
                ln fe:/ds/1/ab h1:/ds/0/42/disk.0 42 0
                mvds h1:/ds/0/42/disk.0 fe:/ds/1/ab 42 0
                mv h1:/ds/0/42/disk.0 h2:/ds/0/42/disk.0 42 0
                context /a/context.sh /a/key h1:/ds/0/42/disk.2 42 0
                delete h1:/ds/0/42 42 0
                mkimage 20 ext4 h1:/ds/0/42/disk.3 42 0
                mkswap 30 h1:/ds/0/42/disk.4 42 0
                premigrate h1 h2 /ds/0/42 42 0
                postmigrate h1 h2 /ds/0/42 42 0
                cpds h1:/ds/0/42/disk.0 fe:/ds/1/ab -1 42 0
                failmigrate h1 h2 /ds/0/42 42 0
                monitor 0 <DUMP
                snap_create h1:/ds/0/42/disk.0 5 42 0
                snap_create_live h1:/ds/0/42/disk.0 5 42 0
                snap_delete h1:/ds/0/42/disk.0 5 42 0
                snap_revert h1:/ds/0/42/disk.0 5 42 0
                resize h1:/ds/0/42/disk.0 40 42 0
                """,
                table(today, transfers()));
    }

    @Test
    @DisplayName("4.9: between the two, the description is an argument and the ids are told")
    void dialectsBetweenAreParametersOfTheSameCodec() {
        DriverContract middle = contract(DriverKind.TRANSFER, "ssh", Dialect.V6_0);
        DriverContract images = contract(DriverKind.DATASTORE, "fs", Dialect.V3_6);

        assertEquals("resize h1:/ds/0/42/disk.0 40 42 0", line(middle.encode(transfers().get(17))));
        assertEquals("monitor DUMP 0", line(middle.encode(transfers().get(12))));
        assertEquals(
                "stat DUMP 7",
                line(images.encode(DatastoreCall.of(DatastoreAction.STAT, IMAGES, IMAGE))));
    }

    @Test
    @DisplayName("4.4: a source that names its host is passed unchanged")
    void aSourceWithAColonIsTheDriversOwn() {
        DriverContract old = contract(DriverKind.TRANSFER, "iscsi", Dialect.V3_4);
        String name = "iqn.2012-02.org.example:san.vg.lv-7";

        assertEquals(
                "clone " + name + " h1:/ds/0/42/disk.0",
                line(
                        old.encode(
                                new TransferCall.Fetch(
                                        TM, false, name, DISK, OptionalLong.empty()))));
    }

    @Test
    @DisplayName("4.9: action.TARGET is tried first, then plain action (since 5.10)")
    void aScriptForTheTargetComesFirst() {
        Transfer toSsh = new Transfer("shared", 42, 0, Optional.of("ssh"));
        TransferCall call =
                new TransferCall.Fetch(toSsh, false, "/ds/1/ab", DISK, OptionalLong.empty());
        String words = " fe:/ds/1/ab h1:/ds/0/42/disk.0 42 0";

        assertEquals(
                "clone.ssh" + words,
                line(
                        contract(
                                        DriverKind.TRANSFER,
                                        "shared",
                                        Dialect.V6_8,
                                        List.of("clone", "clone.ssh"))
                                .encode(call)));
        assertEquals(
                "clone" + words,
                line(
                        contract(DriverKind.TRANSFER, "shared", Dialect.V6_8, List.of("clone"))
                                .encode(call)));
    }

    @Test
    @DisplayName("1: a missing file makes the operation fail")
    void aMissingScriptIsNamed() {
        DriverContract empty = contract(DriverKind.TRANSFER, "ssh", Dialect.V6_8, List.of());

        assertEquals(
                "refused: driver ssh has no script delete, so it cannot do that; expected"
                        + " /var/lib/one/remotes/tm/ssh/delete",
                line(empty.encode(new TransferCall.Delete(TM, DIR))));
    }

    @Test
    @DisplayName("4.1: with and without ONE_LOCATION; it is told to drivers, and their home")
    void oneVariableRelocatesEverything() {
        DriverLayout there = new DriverLayout(Optional.of(Path.of("/opt/one")));

        assertEquals(
                """
                /usr/lib/one/sh/scripts_common.sh /opt/one/lib/sh/scripts_common.sh
                /var/lib/one/remotes/datastore/fs /opt/one/var/remotes/datastore/fs
                /var/lib/one/remotes/tm/ssh /opt/one/var/remotes/tm/ssh
                /var/lib/one/config /opt/one/var/config
                /var/lib/one/datastores/100 /opt/one/var/datastores/100
                """,
                Stream.<Function<DriverLayout, Path>>of(
                                DriverLayout::library,
                                layout -> layout.driver(DriverKind.DATASTORE, "fs"),
                                layout -> layout.driver(DriverKind.TRANSFER, "ssh"),
                                DriverLayout::configuration,
                                layout -> layout.datastore(100))
                        .map(path -> path.apply(DriverLayout.DEFAULT) + " " + path.apply(there))
                        .collect(Collectors.joining("\n", "", "\n")));
        assertEquals(
                "{HOME=/var/lib/one, LANG=C.UTF-8,"
                        + " PATH=/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin}",
                environment(DriverLayout.DEFAULT));
        assertEquals(
                "{HOME=/opt/one, LANG=C.UTF-8, ONE_LOCATION=/opt/one,"
                        + " PATH=/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin}",
                environment(there));
    }

    private static String environment(DriverLayout layout) {
        DriverContract contract =
                new DriverContract(
                        new Driver(
                                DriverKind.TRANSFER,
                                "ssh",
                                Path.of("/x"),
                                new TreeSet<>(List.of("delete")),
                                Dialect.V3_4),
                        DriverSettings.of(layout, "fe"));
        return ready(contract.encode(new TransferCall.Delete(TM, DIR))).environment().toString();
    }

    private static Invocation ready(Encoded encoded) {
        return assertInstanceOf(Encoded.Ready.class, encoded).invocation();
    }

    @Test
    @DisplayName("4.8: an hour for each action; what copies whole images is not hurried")
    void everyActionHasALimit() {
        DriverContract images = contract(DriverKind.DATASTORE, "fs", Dialect.V6_8);
        DriverContract disks = contract(DriverKind.TRANSFER, "ssh", Dialect.V6_8);

        assertEquals(7 * 24, hours(images, aboutImages().getFirst()));
        assertEquals(1, hours(images, aboutImages().get(1)));
        assertEquals(7 * 24, hours(disks, transfers().get(3)));
        assertEquals(1, hours(disks, transfers().getFirst()));
    }

    private static long hours(DriverContract contract, DriverCall call) {
        return ready(contract.encode(call)).limit().orElseThrow().toHours();
    }

    @Test
    @DisplayName("4.6: whether a disk was made is asked on its host, without a line of others")
    void aLookAtAHostIsOneTest() {
        DriverContract disks = contract(DriverKind.TRANSFER, "ssh", Dialect.V3_4);

        assertEquals(
                "ssh -o BatchMode=yes -o ConnectTimeout=10 -- h1 test -e '/ds/0/42/disk.0' || test"
                        + " -L '/ds/0/42/disk.0'",
                line(disks.encode(new PresenceCall(TM, DISK))));
    }

    @Test
    @DisplayName("4.3: one image at a time; a machine's disks one after the other")
    void callsExcludeEachOtherBySubject() {
        assertEquals("image:7", aboutImages().getFirst().subject());
        assertEquals("datastore:1", DatastoreCall.monitor(IMAGES).subject());
        assertEquals("machine:42", transfers().getFirst().subject());
        assertEquals("datastore/fs", aboutImages().getFirst().provider());
        assertEquals("tm/ssh", transfers().getFirst().provider());
    }
}
