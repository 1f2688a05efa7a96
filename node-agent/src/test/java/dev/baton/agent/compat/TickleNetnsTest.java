package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.kernel.Namespace;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CTDB command contract, sections 4 and 4.2: what {@code ctdb tickle} puts on the wire. */
@Tag("netns")
class TickleNetnsTest {

    private static final Path CTDB = Path.of("src/main/dist/compat/ctdb").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;

    /** Prints ports, numbers, flags, window and the sum of each segment, which must be all ones. */
    private static final String LISTEN =
            """
            use Socket;
            my ($v6, $count) = @ARGV;
            socket(my $s, $v6 ? AF_INET6 : AF_INET, SOCK_RAW, 6) or die $!;
            $| = 1; print "up\\n"; alarm 20;
            while ($count) {
                recv $s, my $p, 999, 0;
                my ($from, $to) = $v6 ? map({ Socket::inet_pton(AF_INET6, $_) } 'fd00::2', 'fd00::1')
                    : (substr($p, 12, 4), substr($p, 16, 4));
                $p = substr $p, 20 unless $v6;
                next if (unpack 'nnNNCC', $p)[5] & 4; # the kernel's answer: no such connection
                $count--;
                my $sum = 0; $sum += $_ for unpack 'n*', $from . $to . pack('NN', 20, 6) . $p;
                $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
                my $ends = $v6 ? '' : Socket::inet_ntoa($from) . ' ' . Socket::inet_ntoa($to) . ' ';
                print $ends . join(' ', (unpack 'nnNNCCn', $p), $sum), "\\n";
            }
            """;

    private record Said(int code, String out) {}

    private final Path base;

    TickleNetnsTest(@TempDir Path base) {
        this.base = base;
    }

    @Test
    void eachLineIsOneAcknowledgementToTheFirstEndAsIfFromTheSecond() throws Exception {
        try (Namespace machine = Namespace.create("tickle")) {
            machine.ip("addr add 10.9.0.1/32 dev lo");
            machine.ip("addr add 10.9.0.2/32 dev lo");
            Process listener = listen(machine, "0", "2");

            Said said =
                    tickle(
                            machine,
                            "# none\n\n10.9.0.1:1021 10.9.0.2:445\n10.9.0.1:7 10.9.0.2:8\n");

            assertEquals(new Said(0, ""), said);
            assertEquals(
                    """
                    10.9.0.2 10.9.0.1 445 1021 0 0 80 16 1234 65535
                    10.9.0.2 10.9.0.1 8 7 0 0 80 16 1234 65535
                    """,
                    rest(listener));
        }
    }

    @Test
    void ipv6IsWrittenWithAndWithoutBrackets() throws Exception {
        try (Namespace machine = Namespace.create("tickle6")) {
            machine.ip("addr add fd00::1/128 dev lo nodad");
            machine.ip("addr add fd00::2/128 dev lo nodad");
            Process listener = listen(machine, "1", "2");

            Said said = tickle(machine, "[fd00::1]:1021 [fd00::2]:445\nfd00::1:9 fd00::2:10\n");

            assertEquals(new Said(0, ""), said);
            assertEquals(
                    "445 1021 0 0 80 16 1234 65535\n10 9 0 0 80 16 1234 65535\n", rest(listener));
        }
    }

    @Test
    void aLineThatIsNoConnectionStopsAndWhatCannotBeSentIsCounted() throws Exception {
        try (Namespace machine = Namespace.create("tickle-bad")) {
            machine.ip("addr add 10.9.0.1/32 dev lo");

            Said malformed = tickle(machine, "10.9.0.1:1 10.9.0.2\n");
            Said mixed = tickle(machine, "10.9.0.1:1 [fd00::2]:2\n");
            Said unreachable = tickle(machine, "192.0.2.7:1 10.9.0.1:2\n192.0.2.8:1 10.9.0.1:2\n");

            assertEquals(
                    new Said(1, "ctdb: expected IP:PORT IP:PORT, got \"10.9.0.1:1 10.9.0.2\"\n"),
                    malformed);
            assertEquals(1, mixed.code());
            assertEquals(1, unreachable.code());
            assertTrue(
                    unreachable.out().startsWith("ctdb: 2 acknowledgements could not be sent"),
                    unreachable.out());
            assertEquals(new Said(0, ""), tickle(machine, ""));
        }
    }

    private static Process listen(Namespace machine, String v6, String count) throws IOException {
        Process listener =
                machine.call(() -> new ProcessBuilder("perl", "-e", LISTEN, v6, count).start());
        assertEquals('u', listener.getInputStream().read());
        assertEquals(
                "p\n", new String(listener.getInputStream().readNBytes(2), StandardCharsets.UTF_8));
        return listener;
    }

    private static String rest(Process listener) throws Exception {
        String text = new String(listener.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(listener.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return text;
    }

    /** Both outputs together. */
    private Said tickle(Namespace machine, String lines) throws Exception {
        Path input = Files.writeString(base.resolve("in"), lines);
        Path output = base.resolve("out");
        Process process =
                machine.call(
                        () ->
                                new ProcessBuilder(List.of(CTDB.toString(), "tickle"))
                                        .redirectErrorStream(true)
                                        .redirectInput(input.toFile())
                                        .redirectOutput(output.toFile())
                                        .start());
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Said(process.exitValue(), Files.readString(output));
    }
}
