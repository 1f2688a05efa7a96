package dev.baton.testcluster.agent;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.observer.AddressFigures;
import dev.baton.testcluster.observer.Observer;
import dev.baton.testcluster.prometheus.PrometheusServer;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Real agents in namespaces, four public addresses and the outside observer.
 *
 * <p>Made with files that a test may change before {@link #start}. Closing ends and removes
 * everything. Failure: {@link #await} throws with the agents' last words.
 */
final class AgentCluster implements AutoCloseable {
    private static final Path DISTRIBUTION =
            Path.of(
                    Optional.ofNullable(System.getProperty("baton.distribution"))
                            .orElse("../node-agent/target/baton"));
    private static final Path OBSERVER = Path.of("observer", "observer.py");
    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final int LAST_WORDS = 3000;

    /** Seconds that an address may be on no node when one gives it to another that works. */
    private static final double HAND_OVER = 0.5;

    private final NetnsCluster namespaces;
    private final List<AgentNode> agents;
    private final Map<String, Network> addresses = new LinkedHashMap<>();
    private final Observer observer;
    private long marked = System.nanoTime();

    private AgentCluster(int nodes) {
        Path distribution = distribution();
        addresses.put(Network.PUBLIC_1.ipv4(101), Network.PUBLIC_1);
        addresses.put(Network.PUBLIC_1.ipv4(102), Network.PUBLIC_1);
        addresses.put(Network.PUBLIC_2.ipv4(101), Network.PUBLIC_2);
        addresses.put(Network.PUBLIC_1.ipv6(101), Network.PUBLIC_1);
        namespaces = NetnsCluster.create(nodes);
        agents =
                IntStream.range(0, nodes)
                        .mapToObj(node -> new AgentNode(namespaces, distribution, node))
                        .toList();
        agents.forEach(this::configure);
        observer = Observer.start(namespaces, OBSERVER, addresses);
    }

    /** Makes namespaces and files for this many agents; none is started. */
    static AgentCluster of(int nodes) {
        return new AgentCluster(nodes);
    }

    /** The distribution under test. */
    static Path distribution() {
        Path found = DISTRIBUTION.toAbsolutePath().normalize();
        if (!Files.isExecutable(found.resolve("bin/baton"))) {
            throw new IllegalStateException(
                    "no distribution at " + found + "; run mvn -pl node-agent -am package");
        }
        return found;
    }

    private void configure(AgentNode agent) {
        agent.write(
                "etc/nodes",
                IntStream.range(0, agents.size())
                        .mapToObj(node -> namespaces.nodeAddress(node, Network.PRIVATE))
                        .toArray(String[]::new));
        agent.write(
                "etc/public_addresses",
                addresses.entrySet().stream()
                        .map(
                                it ->
                                        it.getKey()
                                                + length(it.getKey())
                                                + it.getValue().interfaceName())
                        .toArray(String[]::new));
    }

    private static String length(String address) {
        return address.contains(":") ? "/64 " : "/24 ";
    }

    NetnsCluster namespaces() {
        return namespaces;
    }

    List<AgentNode> agents() {
        return agents;
    }

    AgentNode agent(int node) {
        return agents.get(node);
    }

    /** The public addresses; the first is IPv4 on the first public network. */
    List<String> addresses() {
        return List.copyOf(addresses.keySet());
    }

    /** Starts all agents and waits until all are well and every address is served. */
    AgentCluster start() {
        agents.forEach(AgentNode::start);
        awaitWell();
        return this;
    }

    /** Starts a Prometheus in the namespace of a node; agents have to be open to it. */
    PrometheusServer scrape(int node) {
        return PrometheusServer.start(namespaces, node, distribution());
    }

    /** Waits for that as long as starts of whole agents may take. */
    void awaitWell() {
        awaitWell(START_LIMIT);
    }

    /** Waits until every node is OK to every node and every address is served once. */
    void awaitWell(Duration limit) {
        await("all nodes OK and all addresses served", limit, () -> allOk() && served());
    }

    private boolean allOk() {
        return agents.stream().map(AgentNode::status).allMatch(this::healthy);
    }

    private boolean healthy(JsonNode status) {
        return status.path("nodes_ok").asInt() == agents.size()
                && !status.path("run_in_progress").asBoolean(true);
    }

    /** Waits; fails with what was awaited and what the agents said last. */
    void await(String what, Duration limit, BooleanSupplier condition) {
        try {
            Awaitility.await(what)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(limit)
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    what + " within " + limit + "; holders " + observer.holders() + lastWords(),
                    late);
        }
    }

    private String lastWords() {
        StringBuilder words = new StringBuilder();
        for (AgentNode agent : agents) {
            String said = agent.said();
            words.append("\n--- ").append(agent.name()).append('\n');
            words.append(said.substring(Math.max(0, said.length() - LAST_WORDS)));
        }
        return words.toString();
    }

    /** Whether every address is answered for by exactly one node. */
    boolean served() {
        return servedCount() == addresses.size();
    }

    /** How many addresses are answered for by exactly one node. */
    int servedCount() {
        return servedBy().size();
    }

    /** Whether every address is answered for by exactly one node, and none by this one. */
    boolean servedWithout(AgentNode node) {
        Map<String, String> holders = servedBy();
        return holders.size() == addresses.size() && !holders.containsValue(node.name());
    }

    /** Who answers for each address now. */
    Map<String, List<String>> holders() {
        return observer.holders();
    }

    /** What the observer saw of each address since the mark. */
    Map<String, AddressFigures> figures() {
        return observer.figures();
    }

    private Map<String, String> servedBy() {
        Map<String, String> single = new LinkedHashMap<>();
        observer.holders()
                .forEach(
                        (address, nodes) -> {
                            if (nodes.size() == 1) {
                                single.put(address, nodes.getFirst());
                            }
                        });
        return single;
    }

    /** A node loses its power: its processes end and its kernel forgets the addresses. */
    void powerOff(AgentNode agent) {
        agent.killWithAllItStarted();
        addresses().forEach(agent::forget);
    }

    /** The node that answers for an address; throws if it is not exactly one. */
    AgentNode holder(String address) {
        return named(Optional.ofNullable(servedBy().get(address)).orElse("nobody"));
    }

    /** The leader as the first agent says that answers. */
    AgentNode leader() {
        return agents.stream()
                .map(agent -> agent.status().path("leader").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(this::named)
                .orElseThrow(() -> new IllegalStateException("no node names a leader"));
    }

    private AgentNode named(String name) {
        return agents.stream()
                .filter(agent -> agent.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected a node, got " + name));
    }

    /** A node that is not this one. */
    AgentNode other(AgentNode than) {
        return agents.get((than.index() + 1) % agents.size());
    }

    /** Begins a window of the observer. */
    void mark(String window) {
        observer.mark(window);
        marked = System.nanoTime();
    }

    /**
     * How long after an instant since the mark an address was still on no node, or was so again;
     * hand-overs, which are shorter, apart.
     *
     * @param instant of {@link System#nanoTime}
     */
    Duration unservedAfter(long instant) {
        double until = (System.nanoTime() - marked) / 1e9;
        double last =
                observer.figures().values().stream()
                        .flatMap(seen -> seen.gaps().stream())
                        .filter(gap -> gap.length() > HAND_OVER)
                        .mapToDouble(gap -> Math.min(gap.end(), until))
                        .reduce(0, Math::max);
        double after = Math.max(0, last - (instant - marked) / 1e9);
        return Duration.ofMillis(Math.round(after * 1000));
    }

    /** The addresses that two nodes answered for since the mark, each with the seconds. */
    List<String> answeredByTwo() {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, AddressFigures> one : observer.figures().entrySet()) {
            double seconds = one.getValue().answeredByTwo();
            if (seconds > 0) {
                found.add("%s for %.3f s".formatted(one.getKey(), seconds));
            }
        }
        return found;
    }

    /** Lets a second pass, in which a late second answer would be seen. */
    void watchOn() {
        pause(Duration.ofSeconds(1));
    }

    /** Lets time pass. */
    void pause(Duration span) {
        Awaitility.await().pollDelay(span).atMost(span.plusSeconds(5)).until(() -> true);
    }

    @Override
    public void close() {
        observer.close();
        namespaces.close();
    }
}
