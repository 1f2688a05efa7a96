package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.Datastore;
import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.events.contract.opennebula.DatastoreCall;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.Image;
import dev.baton.events.contract.opennebula.ImageText;
import dev.baton.events.contract.opennebula.Place;
import dev.baton.events.contract.opennebula.Transfer;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Our own drivers, called as the codec says, with real files and file systems. */
@DisplayName("Storage call-outs contract, section 4: a datastore of files, a shared directory")
class OurDriversTest {

    static final Path OURS = Path.of("scripts/callouts/opennebula").toAbsolutePath();
    private static final int MIB = 1 << 20;

    private final Path base;
    private final Path one;
    private final DriverFrontEnd frontEnd;
    private final Path picture;
    private final Datastore images;

    OurDriversTest(@TempDir Path folder) throws IOException {
        base = folder.toRealPath();
        one = base.resolve("one");
        frontEnd = new DriverFrontEnd(base, one);
        copy(OURS, one);
        Files.writeString(
                one.resolve("var/config"), "DATASTORE_LOCATION=" + base.resolve("ds") + "\n");
        picture = Files.write(base.resolve("web.img"), new byte[MIB + 1]);
        images = Datastore.of(1, "images", "files", "shared", base.resolve("ds/1").toString());
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private Truth<DriverResult> images(Dialect dialect, DatastoreCall call) throws Exception {
        return frontEnd.run(DriverKind.DATASTORE, "files", dialect, call);
    }

    private Truth<DriverResult> disks(Dialect dialect, TransferCall call) throws Exception {
        return frontEnd.run(DriverKind.TRANSFER, "shared", dialect, call);
    }

    private DatastoreCall about(DatastoreAction action, Image image) {
        return DatastoreCall.of(action, images, image);
    }

    private Image brought() {
        return Image.of(7)
                .with(ImageText.NAME, "a <web> & more")
                .with(ImageText.PATH, picture.toString());
    }

    private static DriverResult done(Truth<DriverResult> truth) {
        if (truth instanceof Truth.Done<DriverResult>(DriverResult result, var _)) {
            return result;
        }
        throw new AssertionError(truth);
    }

    private static DriverResult.Stored stored(Truth<DriverResult> truth) {
        return assertInstanceOf(DriverResult.Stored.class, done(truth));
    }

    @Test
    @DisplayName("4.3: cp prints SOURCE SIZE in 3.4, SOURCE FORMAT in 6.8; rm deletes it")
    void anImageIsBroughtMeasuredCopiedAndDeleted() throws Exception {
        var old = stored(images(Dialect.V3_4, about(DatastoreAction.CP, brought())));
        var today =
                stored(
                        images(
                                Dialect.V6_8,
                                about(
                                        DatastoreAction.CP,
                                        brought().with(ImageText.FORMAT, "raw"))));

        assertEquals(OptionalLong.of(2), old.size());
        assertEquals(Optional.of("raw"), today.format());
        assertArrayEquals(Files.readAllBytes(picture), Files.readAllBytes(Path.of(today.source())));
        assertEquals(
                new DriverResult.Size(2),
                done(images(Dialect.V6_8, about(DatastoreAction.STAT, brought()))));
        var clone =
                stored(
                        images(
                                Dialect.V6_8,
                                about(
                                        DatastoreAction.CLONE,
                                        Image.of(8).with(ImageText.PATH, today.source()))));
        assertTrue(Files.exists(Path.of(clone.source())));
        for (Dialect each : List.of(Dialect.V3_4, Dialect.V6_8)) {
            Image gone = Image.of(7).with(ImageText.SOURCE, source(each, old, today));
            done(images(each, about(DatastoreAction.RM, gone)));
            assertTrue(Files.notExists(Path.of(gone.text(ImageText.SOURCE))));
        }
    }

    private static String source(
            Dialect dialect, DriverResult.Stored old, DriverResult.Stored today) {
        return dialect == Dialect.V3_4 ? old.source() : today.source();
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V3_4", "V6_8"})
    @DisplayName("4.3: mkfs makes a file system of that size; save_as only reserves a name")
    void anImageIsMade(Dialect dialect) throws Exception {
        Image empty = Image.of(7).with(ImageText.SIZE, "2").with(ImageText.FORMAT, "raw");

        var plain = stored(images(dialect, about(DatastoreAction.MKFS, empty)));
        var formatted =
                stored(
                        images(
                                dialect,
                                about(DatastoreAction.MKFS, empty.with(ImageText.FS, "ext4"))));
        var reserved =
                stored(
                        images(
                                dialect,
                                about(
                                        DatastoreAction.MKFS,
                                        empty.with(ImageText.FORMAT, "save_as"))));

        assertEquals(2L * MIB, Files.size(Path.of(plain.source())));
        assertEquals(2L * MIB, Files.size(Path.of(formatted.source())));
        assertTrue(isExt4(Path.of(formatted.source())));
        assertTrue(Files.notExists(Path.of(reserved.source())));
    }

    /** The magic number of its superblock. */
    private static boolean isExt4(Path file) throws IOException {
        byte[] head = Files.readAllBytes(file);
        return (head[0x438] & 0xff) == 0x53 && (head[0x439] & 0xff) == 0xef;
    }

    @Test
    @DisplayName("4.3: what is restricted is refused with 255, unless it is declared safe")
    void filesOfTheFrontEndBecomeNoImages() throws Exception {
        Image own = Image.of(7).with(ImageText.PATH, one.resolve("var/config").toString());
        DatastoreCall elsewhere =
                DatastoreCall.of(
                        DatastoreAction.CP,
                        images.with("RESTRICTED_DIRS", base + " /x"),
                        brought());
        DatastoreCall safe =
                DatastoreCall.of(
                        DatastoreAction.CP,
                        images.with("RESTRICTED_DIRS", base + "").with("SAFE_DIRS", "/x " + base),
                        brought());

        assertEquals(
                new Truth.NotDone<>(
                        "cp of driver datastore/files exited with 255: Not allowed to copy image"
                                + " file "
                                + own.text(ImageText.PATH)),
                images(Dialect.V6_8, about(DatastoreAction.CP, own)));
        assertInstanceOf(Truth.NotDone.class, images(Dialect.V3_4, elsewhere));
        stored(images(Dialect.V3_4, safe));
    }

    @Test
    @DisplayName("4.3: rm of what is no file of the datastore exits with 1, without a block")
    void onlyImagesOfTheDatastoreAreDeleted() throws Exception {
        Image foreign = Image.of(7).with(ImageText.SOURCE, picture.toString());

        var truth = images(Dialect.V3_4, about(DatastoreAction.RM, foreign));

        assertEquals(
                "rm of driver datastore/files exited with 1: ERROR: rm: "
                        + picture
                        + " is no image of "
                        + images.path(),
                truth.sentence());
        assertTrue(Files.exists(picture));
    }

    @Test
    @DisplayName("4.9: the room of the datastore")
    void theRoomIsTold() throws Exception {
        Files.createDirectories(Path.of(images.path()));

        var room =
                assertInstanceOf(
                        DriverResult.Room.class,
                        done(images(Dialect.V6_8, DatastoreCall.monitor(images))));

        assertTrue(room.total() >= room.free() && room.free() > 0, room::toString);
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V3_4", "V6_8"})
    @DisplayName("4.5: a machine's disks are made, moved, saved and deleted")
    void aMachineLivesAndEnds(Dialect dialect) throws Exception {
        String source = stored(images(dialect, about(DatastoreAction.CP, brought()))).source();
        Transfer by = Transfer.of("shared", 42, 0);
        Place directory = new Place("h1", base.resolve("ds/0/42").toString());
        Place here = directory.on(DriverFrontEnd.NAME);
        Path machine = Path.of(directory.path());
        fakeIso();

        done(disks(dialect, new TransferCall.Fetch(by, false, source, directory.disk(0), none())));
        done(disks(dialect, new TransferCall.Fetch(by, true, source, directory.disk(1), none())));
        done(disks(dialect, new TransferCall.MakeSwap(by, 2, here.disk(2))));
        done(disks(dialect, new TransferCall.MakeImage(by, 2, "ext4", here.disk(3))));
        done(
                disks(
                        dialect,
                        new TransferCall.Context(
                                by, List.of(picture.toString()), directory.disk(4))));

        assertTrue(Files.isRegularFile(machine.resolve("disk.0")));
        assertTrue(Files.isSameFile(machine.resolve("disk.1"), Path.of(source)));
        assertTrue(
                new String(Files.readAllBytes(machine.resolve("disk.2")), ISO_8859_1)
                        .contains("SWAPSPACE2"));
        assertTrue(isExt4(machine.resolve("disk.3")));
        assertTrue(Files.readString(machine.resolve("disk.4")).contains("-V CONTEXT -J -R"));

        done(disks(dialect, new TransferCall.Move(by, directory, directory.on("h2"))));
        Files.writeString(machine.resolve("disk.0"), "changed");
        done(disks(dialect, new TransferCall.Save(by, directory.disk(1), source)));
        assertEquals(MIB + 1, Files.size(Path.of(source)), "a linked disk was the image already");
        done(disks(dialect, new TransferCall.Save(by, directory.disk(0), source)));
        assertEquals("changed", Files.readString(Path.of(source)));
        done(disks(dialect, new TransferCall.Delete(by, here)));
        assertTrue(Files.notExists(machine));
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }

    /** In place of a program that not every machine has: writes its words as the image. */
    private void fakeIso() throws IOException {
        Path iso = base.resolve("iso");
        Files.writeString(iso, "#!/bin/sh\nsay=\"$*\"\necho \"$say\" >\"$3\"\n");
        Files.setPosixFilePermissions(iso, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    @DisplayName("4.9: a disk is made larger, and saved while it stays (cpds, resize)")
    void aDiskGrowsAndIsSavedWhileItStays() throws Exception {
        String source = stored(images(Dialect.V6_8, about(DatastoreAction.CP, brought()))).source();
        Transfer by = Transfer.of("shared", 42, 0);
        Place disk = new Place("h1", base.resolve("ds/0/42").toString()).disk(0);

        done(disks(Dialect.V6_8, new TransferCall.Fetch(by, false, source, disk, none())));
        done(disks(Dialect.V6_8, new TransferCall.Resize(by, disk, 3)));
        done(disks(Dialect.V6_8, new TransferCall.SaveCopy(by, disk, source, -1)));

        assertEquals(3L * MIB, Files.size(Path.of(source)));
        assertEquals(
                "resize of driver tm/shared exited with 1: "
                        + disk.path()
                        + " is larger than 1 MiB",
                disks(Dialect.V6_8, new TransferCall.Resize(by, disk, 1)).sentence());
    }

    @Test
    @DisplayName("4.9: snapshots of a disk that is a copy; saved, they become those of the image")
    void aDiskHasSnapshots() throws Exception {
        String source = stored(images(Dialect.V6_8, about(DatastoreAction.CP, brought()))).source();
        Transfer by = Transfer.of("shared", 42, 0);
        Place disk = new Place("h1", base.resolve("ds/0/42").toString()).disk(0);
        Path file = Path.of(disk.path());
        done(disks(Dialect.V6_8, new TransferCall.Fetch(by, false, source, disk, none())));

        Files.writeString(file, "one");
        done(snapshot(by, disk, Deed.TAKE, 1));
        Files.writeString(file, "two");
        done(snapshot(by, disk, Deed.TAKE, 2));
        Files.writeString(file, "three");
        done(snapshot(by, disk, Deed.REVERT, 1));
        assertEquals("one", Files.readString(file));
        done(disks(Dialect.V6_8, new TransferCall.SaveCopy(by, disk, source, 2)));
        assertEquals("two", Files.readString(Path.of(source)));
        done(snapshot(by, disk, Deed.DELETE, 2));
        for (Deed deed : List.of(Deed.DELETE, Deed.REVERT)) {
            String why = snapshot(by, disk, deed, 2).sentence();
            assertTrue(why.contains("snapshot 2") && why.endsWith(", which must be there"), why);
        }
        String again = snapshot(by, disk, Deed.TAKE, 1).sentence();
        assertTrue(again.endsWith("snapshot 1 of " + disk + ", which must be a new one"), again);

        done(disks(Dialect.V6_8, new TransferCall.Save(by, disk, source)));
        assertEquals("one", Files.readString(Path.of(source + ".snap/1")));
        assertTrue(Files.notExists(Path.of(disk.path() + ".snap")));
    }

    private Truth<DriverResult> snapshot(Transfer by, Place disk, Deed deed, int number)
            throws Exception {
        return disks(Dialect.V6_8, new TransferCall.Snapshot(by, deed, disk, number));
    }

    @Test
    @DisplayName("4.9: a disk that runs is cloned or has no snapshot: a copy would be of no moment")
    void aRunningDiskIsClonedOrRefused() throws Exception {
        String source = stored(images(Dialect.V6_8, about(DatastoreAction.CP, brought()))).source();
        Transfer by = Transfer.of("shared", 42, 0);
        Place disk = new Place("h1", base.resolve("ds/0/42").toString()).disk(0);
        done(disks(Dialect.V6_8, new TransferCall.Fetch(by, false, source, disk, none())));
        Process clones =
                new ProcessBuilder(
                                "cp",
                                "--reflink=always",
                                picture.toString(),
                                base.resolve("c").toString())
                        .redirectErrorStream(true)
                        .start();
        boolean canClone = clones.waitFor() == 0;

        Truth<DriverResult> truth = snapshot(by, disk, Deed.TAKE_LIVE, 1);

        assertEquals(canClone, truth instanceof Truth.Done, truth::sentence);
        assertEquals(canClone, Files.exists(Path.of(disk.path() + ".snap/1")));
        assertTrue(canClone || truth.sentence().contains("must clone files"), truth::sentence);
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V5_0", "V6_8"})
    @DisplayName("4.9: snapshots of a disk that is the image stay with the image, which has them")
    void anImageHasSnapshots(Dialect dialect) throws Exception {
        String source = stored(images(dialect, about(DatastoreAction.CP, brought()))).source();
        Transfer by = Transfer.of("shared", 42, 0);
        Place disk = new Place("h1", base.resolve("ds/0/42").toString()).disk(0);
        Path file = Path.of(source);
        done(disks(dialect, new TransferCall.Fetch(by, true, source, disk, none())));
        for (int number : List.of(1, 2, 3)) {
            Files.writeString(file, "state " + number);
            done(disks(dialect, new TransferCall.Snapshot(by, Deed.TAKE, disk, number)));
        }
        done(disks(dialect, new TransferCall.Save(by, disk, source)));

        done(images(dialect, about(DatastoreAction.SNAP_REVERT, at(source, 1))));
        assertEquals("state 1", Files.readString(file));
        done(images(dialect, about(DatastoreAction.SNAP_DELETE, at(source, 1))));
        String gone = images(dialect, about(DatastoreAction.SNAP_REVERT, at(source, 1))).sentence();
        assertTrue(gone.endsWith(source + " has no snapshot 1"), gone);
        done(images(dialect, about(DatastoreAction.SNAP_FLATTEN, at(source, 2))));
        assertEquals("state 2", Files.readString(file));
        assertTrue(Files.notExists(Path.of(source + ".snap")));

        Files.writeString(file, "");
        assertEquals(
                new DriverResult.Offer(
                        source, "d41d8cd98f00b204e9800998ecf8427e", OptionalLong.of(0), "raw"),
                done(images(dialect, about(DatastoreAction.EXPORT, at(source, 1)))));
    }

    private static Image at(String source, int snapshot) {
        return Image.of(7)
                .with(ImageText.SOURCE, source)
                .with(ImageText.TARGET_SNAPSHOT, Integer.toString(snapshot));
    }

    @Test
    @DisplayName("4.9: the room for machines is that of the directory all hosts share")
    void theRoomForMachinesIsTold() throws Exception {
        Path machines = Files.createDirectories(base.resolve("ds/0"));
        Datastore system = Datastore.of(0, "machines", "-", "shared", machines.toString());

        var room =
                assertInstanceOf(
                        DriverResult.Room.class,
                        done(disks(Dialect.V6_8, new TransferCall.Monitor(system))));

        assertTrue(room.total() >= room.free() && room.free() > 0, room::toString);
    }

    @Test
    void nothingIsDeletedOutsideOfADatastore() throws Exception {
        Transfer by = Transfer.of("shared", 42, 0);
        for (String path : List.of(base.toString(), images.path(), base.resolve("ds") + "")) {
            var truth =
                    disks(
                            Dialect.V6_8,
                            new TransferCall.Delete(by, new Place(DriverFrontEnd.NAME, path)));

            assertTrue(
                    truth.sentence()
                            .startsWith("delete of driver tm/shared exited with 1: expected a"),
                    truth::sentence);
        }
        assertTrue(Files.exists(picture));
    }
}
