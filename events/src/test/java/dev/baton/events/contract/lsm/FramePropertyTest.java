package dev.baton.events.contract.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

@Label("Frames come out as they went in, and no bytes hang or crash the reader")
class FramePropertyTest {

    @Property(tries = 200)
    void textsComeOutHoweverTheirBytesAreCut(
            @ForAll @Size(max = 5) List<@StringLength(max = 40) String> texts,
            @ForAll @IntRange(min = 1, max = 30) int piece) {
        ByteBuffer wire = ByteBuffer.allocate(4096);
        List<String> sent = texts.stream().map(FramePropertyTest::json).toList();
        sent.forEach(text -> wire.put(Frame.of(text).bytes()));
        wire.flip();

        assertEquals(sent, read(wire, piece));
    }

    private static String json(String text) {
        return LsmJson.text(LsmJson.object().put("t", text));
    }

    private static List<String> read(ByteBuffer wire, int piece) {
        FrameReader reader = new FrameReader();
        List<String> read = new ArrayList<>();
        while (wire.hasRemaining()) {
            ByteBuffer part = wire.slice(wire.position(), Math.min(piece, wire.remaining()));
            int before = part.remaining();
            if (reader.feed(part) instanceof FrameReader.Step.Whole(Frame frame)) {
                read.add(frame.text().orElseThrow());
            }
            wire.position(wire.position() + before - part.remaining());
        }
        return read;
    }

    @Property(tries = 300)
    void anyBytesAreTakenOrRefusedWithoutAHang(@ForAll @Size(max = 200) byte[] bytes) {
        digest(ByteBuffer.wrap(bytes));
    }

    @Property(tries = 300)
    void whatBeginsLikeAFrameDoesNotEither(
            @ForAll @CharRange(from = '0', to = '9') @StringLength(10) String head,
            @ForAll @Size(max = 100) byte[] rest) {
        ByteBuffer wire = ByteBuffer.allocate(10 + rest.length);
        digest(wire.put(head.getBytes(StandardCharsets.US_ASCII)).put(rest).flip());
    }

    /** Every step uses bytes or ends it; every frame can be asked what it is. */
    private static void digest(ByteBuffer wire) {
        FrameReader reader = new FrameReader();
        while (wire.hasRemaining()) {
            int before = wire.remaining();
            FrameReader.Step step = reader.feed(wire);
            if (step instanceof FrameReader.Step.Broken(String why)) {
                assertTrue(!why.isBlank());
                return;
            }
            assertTrue(wire.remaining() < before, "no byte was used");
            if (step instanceof FrameReader.Step.Whole(Frame frame)) {
                LsmRequest.read(frame);
                LsmReply.read(frame);
            }
        }
    }

    @Property(tries = 300)
    void anyTextIsARequestOrARefusal(@ForAll @StringLength(max = 100) String text) {
        LsmRequest.Reading reading = LsmRequest.read(Frame.of(text));

        assertTrue(
                reading instanceof LsmRequest.Reading.Asked
                        || (reading instanceof LsmRequest.Reading.Wrong(var _, LsmError error)
                                && error.is(LsmCode.UNPARSABLE)));
    }

    @Property(tries = 200)
    void capabilitiesReadBack(@ForAll @Size(max = 40) List<@IntRange(max = 511) Integer> numbers) {
        Capabilities all = new Capabilities(new TreeSet<>(numbers));

        assertEquals(all, Capabilities.ofHex(all.hex()).orElseThrow());
    }
}
