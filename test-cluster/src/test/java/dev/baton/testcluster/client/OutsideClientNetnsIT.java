package dev.baton.testcluster.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.baton.testcluster.client.OutsideClient.Reads;
import dev.baton.testcluster.netns.NetnsCluster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The client's silence is what a user would feel (failover drills, section 6, client outage). */
@Tag("netns")
@Timeout(60)
@EnabledIf(
        value = "dev.baton.testcluster.netns.NetnsCluster#possible",
        disabledReason = "NO NAMESPACES HERE: the kernel or the user's rights forbid them")
class OutsideClientNetnsIT {
    private static final String ADDRESS = "10.50.1.101";

    @Test
    void theClientSeesSilenceWhenItsAddressIsTakenAwayAndReadsAgainElsewhere() throws IOException {
        try (NetnsCluster cluster = NetnsCluster.create(2)) {
            OutsideClient.ServedFile file = serve(cluster);
            cluster.ip(cluster.nodeNamespace(0), "address add " + ADDRESS + "/24 dev pub1");
            try (OutsideClient client =
                    OutsideClient.start(cluster, List.of(ADDRESS), 8080, file, Optional.empty())) {
                until(client, reads -> reads.good() > 20);
                client.mark("taken away");

                cluster.ip(cluster.nodeNamespace(0), "address del " + ADDRESS + "/24 dev pub1");
                until(client, reads -> reads.sinceLastGood() > 0.3);
                cluster.ip(cluster.nodeNamespace(1), "address add " + ADDRESS + "/24 dev pub1");
                cluster.ip(cluster.clientNamespace(), "neigh flush dev pub1");
                until(client, reads -> reads.sinceLastGood() < 0.1);

                Reads reads = client.reads().get(ADDRESS);
                assertTrue(reads != null && reads.longestSilence() >= 0.3, () -> "" + reads);
                assertEquals(0, reads == null ? -1 : reads.wrong());
            }
        }
    }

    private static OutsideClient.ServedFile serve(NetnsCluster cluster) throws IOException {
        Path files = Files.createDirectory(cluster.directory().resolve("files"));
        byte[] content = "the content of a small file\n".getBytes(StandardCharsets.UTF_8);
        Files.write(files.resolve("small.txt"), content);
        for (int node = 0; node < cluster.nodes(); node++) {
            cluster.start(
                    cluster.nodeNamespace(node),
                    cluster.directory().resolve("http" + node + ".log"),
                    List.of("/usr/bin/python3", "-u", "-c", SERVER, files.toString()));
        }
        String digest = HexFormat.of().formatHex(Reading.sha256().digest(content));
        return new OutsideClient.ServedFile("/small.txt", digest);
    }

    private static final String SERVER =
            """
            import http.server, sys
            class Files(http.server.SimpleHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def __init__(self, *a):
                    super().__init__(*a, directory=sys.argv[1])
            http.server.ThreadingHTTPServer(("", 8080), Files).serve_forever()
            """;

    private static void until(OutsideClient client, Predicate<Reads> reached) {
        await().atMost(10, SECONDS)
                .until(
                        () -> {
                            Reads reads = client.reads().get(ADDRESS);
                            return reads != null && reached.test(reads);
                        });
    }
}
