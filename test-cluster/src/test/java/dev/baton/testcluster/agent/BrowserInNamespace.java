package dev.baton.testcluster.agent;

import dev.baton.testcluster.console.Chromium;
import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A browser that is on a node's network, and its driver there; the test outside reaches the driver
 * through a port of its own, which hands every connection into the namespace.
 *
 * <p>Closing ends both; the namespaces end what is left.
 */
final class BrowserInNamespace implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int DRIVER = 9515;
    private static final List<String> HAND_ON =
            List.of(
                    "bash",
                    "-c",
                    "exec 3<>/dev/tcp/127.0.0.1/" + DRIVER + " || exit 1; cat <&3 & cat >&3");

    private final NetnsCluster namespaces;
    private final String namespace;
    private final NamespaceProcess driver;
    private final ServerSocket door;
    private final Chromium browser;

    private BrowserInNamespace(NetnsCluster namespaces, AgentNode node) throws IOException {
        this.namespaces = namespaces;
        namespace = node.namespace();
        driver = node.background("chromedriver.log", List.of("chromedriver", "--port=" + DRIVER));
        Awaitility.await("the driver")
                .atMost(LIMIT)
                .until(() -> node.text("chromedriver.log").contains("started successfully"));
        door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::welcome);
        browser = Chromium.behind(URI.create("http://127.0.0.1:" + door.getLocalPort()));
    }

    /** On the network of a node. */
    static BrowserInNamespace on(AgentCluster cluster, AgentNode node) {
        try {
            return new BrowserInNamespace(cluster.namespaces(), node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Chromium browser() {
        return browser;
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket guest = door.accept();
                Thread.ofVirtual().start(() -> handOn(guest));
            } catch (IOException closed) {
                return; // by close(), below
            }
        }
    }

    private void handOn(Socket guest) {
        Path log = namespaces.directory().resolve("hand-on.log");
        NamespaceProcess inside = namespaces.startPiped(namespace, log, HAND_ON);
        Process process = inside.process();
        try (guest) {
            Thread answers =
                    Thread.ofVirtual().start(() -> copy(process.getInputStream(), outputOf(guest)));
            copy(guest.getInputStream(), process.getOutputStream());
            process.getOutputStream().close();
            answers.join(LIMIT);
        } catch (IOException ended) {
            return; // by either side: the connection is over
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            inside.kill();
        }
    }

    private static OutputStream outputOf(Socket guest) {
        try {
            return guest.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until one side ends it. */
    private static void copy(InputStream from, OutputStream to) {
        byte[] piece = new byte[1 << 16];
        try {
            for (int size = from.read(piece); size >= 0; size = from.read(piece)) {
                to.write(piece, 0, size);
                to.flush();
            }
        } catch (IOException ended) {
            return; // as a connection does
        }
    }

    @Override
    public void close() {
        browser.close();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            driver.kill();
        }
    }
}
