package dev.baton.agent.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.kernel.Namespace;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Tag("netns")
@DisplayName("CTDB command contract, section 6.3: smnotify, as the statd-callout of 4.17 calls it")
class RestartNoticeNetnsTest {

    private static final Path SMNOTIFY = Path.of("src/main/dist/compat/smnotify").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;

    /**
     * A client: rpcbind, which misses its first call, and statd. Prints what comes without its
     * number.
     */
    private static final String CLIENT =
            """
            use Socket qw(:DEFAULT inet_pton AF_INET6 pack_sockaddr_in6 unpack_sockaddr_in6);
            my ($v6) = @ARGV;
            sub door {
                socket(my $s, $v6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0) or die $!;
                bind($s, $v6 ? pack_sockaddr_in6($_[0], inet_pton(AF_INET6, 'fd00::2'))
                             : pack_sockaddr_in($_[0], inet_aton('10.9.0.2'))) or die $!;
                return $s;
            }
            my ($rpcbind, $statd) = (door(111), door(1001));
            $| = 1; print "up\\n"; alarm 20;
            my $done = pack 'N5', 1, 0, 0, 0, 0;
            for my $call (1 .. 2) {
                my $from = recv $rpcbind, my $p, 9999, 0;
                my ($port) = $v6 ? unpack_sockaddr_in6($from) : unpack_sockaddr_in($from);
                print $port < 1024 ? 'of root ' : '', unpack('H*', substr $p, 4), "\\n";
                my $where = $v6 ? pack('N/a*', 'fd00::2.3.233') . "\\0\\0\\0" : pack 'N', 1001;
                send $rpcbind, substr($p, 0, 4) . $done . $where, 0, $from if $call == 2;
            }
            my $from = recv $statd, my $p, 9999, 0;
            print unpack('H*', substr $p, 4), "\\n";
            send $statd, 'else' . $done, 0, $from;
            send $statd, substr($p, 0, 4) . $done, 0, $from;
            """;

    private static final String STATD_ASKED_FOR = "000186b800000001";
    private static final String NOTICE =
            "0000000000000002"
                    + STATD_ASKED_FOR
                    + "0000000600000000000000000000000000000000"
                    + "00000007636c75737465720000000007\n";

    private record Said(int code, String out) {}

    private final Path base;

    RestartNoticeNetnsTest(@TempDir Path base) {
        this.base = base;
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void statdOfTheClientIsFoundAndToldNameAndState(String family) throws Exception {
        boolean v6 = family.equals("IPv6");
        String ip = v6 ? "fd00::1" : "10.9.0.1";
        try (Namespace machine = machine()) {
            Process client =
                    machine.call(
                            () -> new ProcessBuilder("perl", "-e", CLIENT, v6 ? "1" : "").start());
            assertEquals("up\n", new String(client.getInputStream().readNBytes(3), UTF_8));

            Said said =
                    smnotify(
                            machine,
                            "--client=" + (v6 ? "fd00::2" : "10.9.0.2"),
                            "--ip=" + ip,
                            "--server=cluster",
                            "--stateval=7");

            assertEquals(new Said(0, ""), said);
            String asked =
                    "of root 0000000000000002000186a0"
                            + (v6 ? "00000003" : "00000002")
                            + "0000000300000000000000000000000000000000"
                            + STATD_ASKED_FOR
                            + (v6 ? "00000004756470360000000000000000" : "0000001100000000")
                            + "\n";
            assertEquals(
                    asked + asked + NOTICE,
                    new String(client.getInputStream().readAllBytes(), UTF_8));
        }
    }

    @Test
    void aClientThatDoesNotAnswerIsNamedAfterThreeTries() throws Exception {
        try (Namespace machine = machine()) {
            Said said =
                    smnotify(
                            machine,
                            "--client=10.9.0.2",
                            "--ip=10.9.0.1",
                            "--server=cluster",
                            "--stateval=7");

            assertEquals(new Said(1, "smnotify: 10.9.0.2 port 111 does not answer\n"), said);
        }
    }

    @Test
    void wrongWordsAreNamed() throws Exception {
        try (Namespace machine = machine()) {
            assertEquals("smnotify: missing: client ip server stateval\n", smnotify(machine).out());
            assertEquals(
                    "smnotify: unknown option \"--frob\"; known: --client, --ip, --server,"
                            + " --stateval\n",
                    smnotify(machine, "--frob").out());
            assertEquals(
                    "smnotify: --client: expected an address, got \"x\"\n",
                    smnotify(machine, "--client=x", "--ip=10.9.0.1", "--server=s", "--stateval=1")
                            .out());
        }
    }

    private static Namespace machine() {
        Namespace machine = Namespace.create("smnotify");
        for (String address : List.of("10.9.0.1/32", "10.9.0.2/32", "fd00::1/128", "fd00::2/128")) {
            machine.ip("addr add " + address + " dev lo" + (address.contains(":") ? " nodad" : ""));
        }
        return machine;
    }

    /** Both outputs together. */
    private Said smnotify(Namespace machine, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(SMNOTIFY.toString()));
        command.addAll(List.of(words));
        Path output = base.resolve("out");
        Process process =
                machine.call(
                        () ->
                                new ProcessBuilder(command)
                                        .redirectErrorStream(true)
                                        .redirectOutput(output.toFile())
                                        .start());
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return new Said(process.exitValue(), Files.readString(output));
    }
}
