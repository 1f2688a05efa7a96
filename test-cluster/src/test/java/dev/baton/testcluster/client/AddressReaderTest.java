package dev.baton.testcluster.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** The client's silence is what a user would feel (failover drills, section 6, client outage). */
class AddressReaderTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpServer server;
    private final AddressReader reader;

    AddressReaderTest() throws IOException, NoSuchAlgorithmException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 9);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    exchange.getResponseBody().write(CONTENT);
                    exchange.close();
                });
        server.start();
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        Reading reading = new Reading(server.getAddress(), "/file", Duration.ofSeconds(5));
        reader = new AddressReader("10.0.0.1", reading, digest);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private JsonNode report() {
        ObjectNode into = new ObjectMapper().createObjectNode();
        reader.report(into);
        return into.path("10.0.0.1");
    }

    private void read() {
        reader.begin();
        await().atMost(LIMIT).until(() -> report().path("good").asInt() == 1);
    }

    @Test
    void silenceBeforeAMarkIsNotThatOfTheWindowAfterIt() {
        read();
        await().atMost(LIMIT).until(() -> report().path("since_last_good_s").asDouble() > 0.3);
        double before = report().path("longest_silence_s").asDouble();
        long sinceMark = System.nanoTime();
        reader.mark();

        read();

        double after = report().path("longest_silence_s").asDouble();
        assertTrue(before > 0.3, "window before: " + before);
        assertTrue(after <= (System.nanoTime() - sinceMark) / 1e9, "window after: " + after);
    }
}
