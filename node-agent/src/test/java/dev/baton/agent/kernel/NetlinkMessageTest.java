package dev.baton.agent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

@DisplayName("Netlink messages: linux/netlink.h")
class NetlinkMessageTest {

    @Test
    void messagesAndAttributesAreReadAsWritten() {
        byte[] bytes =
                new NetlinkWriter()
                        .begin(20, 1, 7)
                        .u32(5)
                        .attribute(3, new byte[] {1, 2, 3, 4, 5})
                        .attribute(4, 77)
                        .end()
                        .begin(21, 4, 8)
                        .end()
                        .toBytes();

        List<NetlinkMessage> messages = NetlinkMessage.split(buffer(bytes));

        assertEquals(List.of(20, 21), messages.stream().map(NetlinkMessage::type).toList());
        assertEquals(List.of(7, 8), messages.stream().map(NetlinkMessage::sequence).toList());
        assertEquals(5, messages.getFirst().attributes(4).getOrDefault(3, empty()).limit());
        assertEquals(77, messages.getFirst().attributes(4).getOrDefault(4, empty()).getInt(0));
    }

    @Test
    void aDatagramCutAnywhereIsReadWithoutFailure() {
        byte[] bytes =
                new NetlinkWriter().begin(20, 1, 7).u32(5).attribute(3, 1, 2).end().toBytes();

        for (int length = 0; length < bytes.length; length++) {
            assertTrue(NetlinkMessage.split(buffer(Arrays.copyOf(bytes, length))).isEmpty());
        }
    }

    @Test
    void anAttributeOfLengthZeroEndsTheReading() {
        byte[] bytes = new NetlinkWriter().begin(20, 1, 7).u32(0, 0, 0).end().toBytes();

        assertTrue(NetlinkMessage.split(buffer(bytes)).getFirst().attributes(0).isEmpty());
    }

    @Test
    void withoutTheLastAnswerNothingIsKnownAboutARowOfRequests() {
        Acknowledgements heard = new Acknowledgements(10, 3);

        heard.accept(error(10, -19));
        List<KernelAnswer> before = heard.answers();
        heard.accept(error(12, 0));

        assertEquals(
                List.of(
                        new KernelAnswer.Unanswered(),
                        new KernelAnswer.Unanswered(),
                        new KernelAnswer.Unanswered()),
                before);
        assertEquals(
                List.of(
                        new KernelAnswer.Refused(Errno.ENODEV),
                        new KernelAnswer.Done(),
                        new KernelAnswer.Done()),
                heard.answers());
    }

    @Test
    void anAnswerToAnEarlierRowIsNotTakenForThisOne() {
        Acknowledgements heard = new Acknowledgements(10, 1);

        heard.accept(error(9, 0));

        assertTrue(!heard.complete());
    }

    private static NetlinkMessage error(int sequence, int error) {
        byte[] bytes = new NetlinkWriter().begin(2, 0, sequence).u32(error).end().toBytes();
        return NetlinkMessage.split(buffer(bytes)).getFirst();
    }

    private static ByteBuffer empty() {
        return ByteBuffer.allocate(0);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
