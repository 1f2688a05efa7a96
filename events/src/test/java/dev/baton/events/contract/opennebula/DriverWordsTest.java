package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.callout.Encoded;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.OptionalLong;

@DisplayName("Storage call-outs contract, section 4.8: what is refused before a driver runs")
class DriverWordsTest {

    private static final Transfer TM = Transfer.of("ssh", 42, 0);
    private static final Place DISK = new Place("h1", "/ds/0/42/disk.0");
    private static final Datastore IMAGES = Datastore.of(1, "images", "fs", "ssh", "/ds/1");

    private static String refusal(DriverKind kind, Dialect dialect, DriverCall call) {
        return assertInstanceOf(
                        Encoded.Refused.class,
                        DriverContractTest.contract(kind, "x", dialect).encode(call))
                .why();
    }

    private static String refusal(DriverCall call) {
        return refusal(DriverKind.TRANSFER, Dialect.V3_4, call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ds/0/42",
                "/ds/../etc/disk.0",
                "/ds/a b/disk.0",
                "/ds/$(id)/disk.0",
                "/ds/`id`/disk.0",
                "/ds/a;b/disk.0",
                "/ds/a'b/disk.0",
                "/ds/a\nb/disk.0",
                ""
            })
    void aPathThatAShellWouldReadIsRefused(String path) {
        String why = refusal(new TransferCall.Delete(TM, new Place("h1", path)));

        assertTrue(why.startsWith("the place of a disk is a full path of letters"), why);
        assertTrue(!why.contains("\n"), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-oProxyCommand=id", "a b", "a:b", "a;b", "a\nb"})
    void aHostThatIsAnOptionOrALineIsRefused(String host) {
        String why = refusal(new TransferCall.Delete(TM, new Place(host, "/ds/0/42")));

        assertTrue(why.startsWith("a host is named by letters"), why);
    }

    @Test
    void aDriverCannotLeaveItsDirectory() {
        for (String name : List.of("", "..", "../x", "a/b", "-x")) {
            String why = refusal(new TransferCall.Delete(Transfer.of(name, 42, 0), DISK));

            assertTrue(why.startsWith("a driver is named by"), why);
        }
    }

    @Test
    @DisplayName("4.4: drivers tell a disk from a directory by /disk.NUMBER")
    void aDiskHasANumber() {
        Place directory = new Place("h1", "/ds/0/42");

        assertEquals(
                "a disk ends in /disk.NUMBER, by which drivers tell it from a directory, got"
                        + " \"/ds/0/42\"",
                refusal(new TransferCall.MakeSwap(TM, 1, directory)));
        assertEquals(
                "a disk is moved to a disk and a directory to a directory, got h1:/ds/0/42/disk.0"
                        + " and h1:/ds/0/42",
                refusal(new TransferCall.Move(TM, DISK, directory)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, (1L << 34) + 1})
    void aSizeThatIsNoneIsRefused(long size) {
        assertEquals(
                "the size of an image is a number of MiB from 1 to 17179869184, got \""
                        + size
                        + "\"",
                refusal(new TransferCall.MakeSwap(TM, size, DISK)));
    }

    @Test
    void aSourceIsOneWordWithoutSigns() {
        for (String source : List.of("", "a b", "/a;reboot", "$x", "a\nb")) {
            String why =
                    refusal(new TransferCall.Fetch(TM, true, source, DISK, OptionalLong.empty()));

            assertTrue(why.startsWith("the source of an image has letters"), why);
        }
    }

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource({
        "CP, PATH",
        "STAT, PATH",
        "CLONE, PATH",
        "RM, SOURCE",
        "EXPORT, SOURCE",
        "MKFS, FORMAT",
        "SNAP_DELETE, SOURCE"
    })
    @DisplayName("4.3: what an action reads from the description must be in it")
    void whatAnActionNeedsIsAskedFor(DatastoreAction action, ImageText missing) {
        Image image = Image.of(7).with(ImageText.SIZE, "1");

        String why =
                refusal(
                        DriverKind.DATASTORE,
                        Dialect.V6_8,
                        DatastoreCall.of(action, IMAGES, image));

        assertEquals(
                "%s of image 7 needs its %s; give it with the image"
                        .formatted(action.word(), missing),
                why);
    }

    @Test
    @DisplayName("4.8: an address with & is one for drivers of today; older ones build shell lines")
    void anAddressIsBroughtByDriversOfToday() {
        Image image = Image.of(7).with(ImageText.PATH, "https://x.org/a?b=1&c=2");
        DriverCall call = DatastoreCall.of(DatastoreAction.CP, IMAGES, image);

        assertInstanceOf(
                Encoded.Ready.class,
                DriverContractTest.contract(DriverKind.DATASTORE, "fs", Dialect.V6_8).encode(call));
        assertTrue(
                refusal(DriverKind.DATASTORE, Dialect.V3_4, call)
                        .startsWith("the source of an image has letters"));
    }

    @Test
    void aDescriptionHasNoControlCharacters() {
        Image image = Image.of(7).with(ImageText.PATH, "/a").with(ImageText.NAME, "a\u0000b");

        assertEquals(
                "a description has no control characters, got \"a?b\"",
                refusal(
                        DriverKind.DATASTORE,
                        Dialect.V6_8,
                        DatastoreCall.of(DatastoreAction.CP, IMAGES, image)));
    }
}
