package dev.baton.testcluster.observer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.testcluster.control.LineControl;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts the outside observer in the prober's namespace and asks it for figures.
 *
 * <p>Nodes are named {@code n0}, {@code n1}, ... as the cluster numbers them. Times are seconds.
 */
public final class Observer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LineControl control;

    private Observer(LineControl control) {
        this.control = control;
    }

    /**
     * Starts it.
     *
     * @param script the observer's program
     * @param addresses each public address with its segment
     */
    public static Observer start(
            NetnsCluster cluster, Path script, Map<String, Network> addresses) {
        Path file = cluster.directory().resolve("observer.json");
        ObjectNode configuration = JSON.createObjectNode().put("period_ms", 10);
        for (int node = 0; node < cluster.nodes(); node++) {
            configuration
                    .withArray("nodes")
                    .addObject()
                    .put("name", "n" + node)
                    .put("netns", NetnsCluster.path(cluster.nodeNamespace(node)).toString());
        }
        for (Network network : Network.PUBLIC) {
            configuration
                    .withArray("segments")
                    .addObject()
                    .put("name", network.interfaceName())
                    .put("interface", network.interfaceName());
        }
        for (Map.Entry<String, Network> address : addresses.entrySet()) {
            configuration
                    .withArray("addresses")
                    .addObject()
                    .put("ip", address.getKey())
                    .put("segment", address.getValue().interfaceName());
        }
        try {
            JSON.writeValue(file.toFile(), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        Path log = cluster.directory().resolve("observer.log");
        List<String> command = List.of(python(), script.toString(), file.toString());
        return new Observer(
                new LineControl(
                        "observer", cluster.startPiped(cluster.proberNamespace(), log, command)));
    }

    private static String python() {
        Path system = Path.of("/usr/bin/python3");
        return Files.isExecutable(system) ? system.toString() : "python3";
    }

    /** Begins a window. */
    public void mark(String window) {
        control.mark(window);
    }

    /** The figures of each address since the last mark. */
    public Map<String, AddressFigures> figures() {
        Map<String, AddressFigures> figures = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : raw().get("addresses").properties()) {
            figures.put(one.getKey(), AddressFigures.from(one.getValue()));
        }
        return figures;
    }

    /** The whole answer, with the observer's own load and stalls. */
    public JsonNode raw() {
        return control.ask("figures");
    }

    /** The nodes that answered for each address within the last 50 ms. */
    public Map<String, List<String>> holders() {
        Map<String, List<String>> holders = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one :
                control.ask("holders").get("answering").properties()) {
            List<String> nodes = new ArrayList<>();
            one.getValue().forEach(node -> nodes.add(node.asText()));
            holders.put(one.getKey(), List.copyOf(nodes));
        }
        return holders;
    }

    @Override
    public void close() {
        control.close();
    }
}
