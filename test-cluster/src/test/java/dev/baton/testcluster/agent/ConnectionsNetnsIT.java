package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.NamespaceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * CTDB events contract, sections 14.1 and 14.2, with real TCP; the shipped 10.interface registers.
 */
@NeedsNamespaces
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class ConnectionsNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** With the first packet: the second goes 1.1 s later. */
    private static final Duration NOTICES_WITHIN = Duration.ofSeconds(1);

    private static final int PORT = 8099;

    /** Keeps every connection open and says nothing, like a server whose machine has died. */
    private static final String SERVER =
            """
            import socket, sys
            kept = []
            door = socket.create_server(("::", int(sys.argv[1])), family=socket.AF_INET6,
                                        dualstack_ipv6=True)
            while True:
                kept.append(door.accept())
            """;

    /** Says which port it has, then why its connection ended. */
    private static final String CLIENT =
            """
            import socket, sys
            server = socket.create_connection((sys.argv[1], int(sys.argv[2])))
            print("port", server.getsockname()[1], flush=True)
            try:
                server.recv(1)
                print("ended closed", flush=True)
            except OSError as failure:
                print("ended", failure.strerror, flush=True)
            """;

    private final AgentCluster cluster = AgentCluster.of(3);

    @BeforeAll
    void start() {
        cluster.agents().forEach(agent -> agent.tune("MonitorInterval", 1));
        cluster.start();
        cluster.agents()
                .forEach(
                        agent ->
                                agent.background(
                                        "server.log", python(SERVER, Integer.toString(PORT))));
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    private static List<String> python(String program, String... words) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", program));
        command.addAll(List.of(words));
        return command;
    }

    private static List<String> ctdb(AgentNode node, String... words) {
        List<String> command = new ArrayList<>();
        command.add("env");
        command.add("BATON_BASE=" + node.base());
        command.add(AgentCluster.distribution().resolve("compat/ctdb").toString());
        command.addAll(List.of(words));
        return command;
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    @DisplayName("A client of a node that dies notices with the first packet after the move")
    void aClientNoticesThatItsServerHasMoved(String family) {
        cluster.awaitWell();
        boolean ipv6 = family.equals("IPv6");
        String ip = ipv6 ? cluster.addresses().getLast() : cluster.addresses().getFirst();
        AgentNode holder = cluster.holder(ip);
        Path said = cluster.namespaces().directory().resolve("client-" + family);
        NamespaceProcess client =
                cluster.namespaces()
                        .start(
                                cluster.namespaces().clientNamespace(),
                                said,
                                python(CLIENT, ip, Integer.toString(PORT)));
        cluster.await("connected", LIMIT, () -> read(said).contains("port "));
        String port = read(said).lines().findFirst().orElseThrow().substring("port ".length());
        AgentNode other = cluster.other(holder);
        cluster.await(
                "the others know of it",
                LIMIT,
                () -> other.inside(ctdb(other, "-X", "gettickles", ip)).output().contains(port));

        holder.kill();
        cluster.await("moved", LIMIT, () -> cluster.servedWithout(holder));

        cluster.await("the client noticed", NOTICES_WITHIN, () -> !client.isAlive());
        assertTrue(read(said).contains("ended Connection reset by peer"), read(said));
        holder.start();
        cluster.awaitWell();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
