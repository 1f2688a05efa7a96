package dev.baton.events.contract.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Storage call-outs contract, section 5.2. */
class FrameReaderTest {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(FrameReader.Step step) {
        return assertInstanceOf(FrameReader.Step.Whole.class, step).frame().text().orElseThrow();
    }

    @Test
    void theContractsExampleIsOneFrame() {
        String json = "{\"method\":\"plugin_info\",\"id\":100,\"params\":{\"flags\":0}}";

        assertEquals(json, text(new FrameReader().feed(bytes("0000000054" + json))));
        assertEquals(bytes("0000000054" + json), Frame.of(json).bytes());
    }

    @Test
    void lengthsAreOfBytesNotOfCharacters() {
        assertEquals(bytes("0000000004\"ü\""), Frame.of("\"ü\"").bytes());
        assertEquals("\"ü\"", text(new FrameReader().feed(bytes("0000000004\"ü\""))));
    }

    @Test
    void twoFramesInOneReadAreTwo() {
        FrameReader reader = new FrameReader();
        ByteBuffer both = bytes("0000000001a0000000000");

        assertEquals("a", text(reader.feed(both)));
        assertEquals("", text(reader.feed(both)));
        assertFalse(reader.isWithin());
    }

    @Test
    void anEndWithinAFrameIsSeen() {
        FrameReader reader = new FrameReader();

        assertInstanceOf(FrameReader.Step.More.class, reader.feed(bytes("00000")));

        assertTrue(reader.isWithin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP",
                "-000000001",
                "+000000001",
                " 000000054",
                "00000 0001",
                "0x00000010"
            })
    void whatIsNoLengthBreaksTheStreamForGood(String head) {
        FrameReader reader = new FrameReader();

        assertInstanceOf(FrameReader.Step.Broken.class, reader.feed(bytes(head)));
        assertInstanceOf(FrameReader.Step.Broken.class, reader.feed(bytes("0000000000")));
    }

    @Test
    void theFirstWrongByteIsEnough() {
        FrameReader.Step.Broken broken =
                assertInstanceOf(FrameReader.Step.Broken.class, new FrameReader().feed(bytes("x")));

        assertEquals("expected 10 decimal digits before each text, got \"x\"", broken.why());
    }

    @Test
    void sixtyFourMebibytesAreTakenAndOneMoreIsNot() {
        assertInstanceOf(FrameReader.Step.More.class, new FrameReader().feed(bytes("0067108864")));
        FrameReader.Step.Broken broken =
                assertInstanceOf(
                        FrameReader.Step.Broken.class, new FrameReader().feed(bytes("0067108865")));

        assertEquals(
                "a text of 67108865 bytes is announced; at most 67108864 are taken", broken.why());
        assertInstanceOf(
                FrameReader.Step.Broken.class, new FrameReader().feed(bytes("9999999999")));
    }

    @Test
    void bytesThatAreNoUtf8AreAFrameWithoutText() {
        ByteBuffer wire = ByteBuffer.allocate(11).put(bytes("0000000001")).put((byte) 0xff).flip();

        FrameReader.Step.Whole whole =
                assertInstanceOf(FrameReader.Step.Whole.class, new FrameReader().feed(wire));

        assertEquals(Optional.empty(), whole.frame().text());
    }
}
