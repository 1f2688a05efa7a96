package dev.baton.testcluster.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Debian's Prometheus in the namespace of a node: it scrapes the agents of all nodes every second,
 * with the rules of the distribution. The agents have to listen on the private network, see {@link
 * #SETTINGS}. Thread: one.
 */
public final class PrometheusServer implements AutoCloseable {

    /** What an agent's settings need so that it can be scraped from other nodes. */
    public static final List<String> SETTINGS = List.of("[cluster]", "http address = private");

    /** Where it listens, in its namespace. */
    public static final String DOOR = "127.0.0.1:9090";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int AGENTS_PORT = 4482;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetnsCluster namespaces;
    private final String namespace;
    private final Path folder;
    private final NamespaceProcess process;

    private PrometheusServer(NetnsCluster namespaces, int node, Path rules) {
        this.namespaces = namespaces;
        this.namespace = namespaces.nodeNamespace(node);
        this.folder = namespaces.directory().resolve("prometheus");
        write(rules);
        this.process =
                namespaces.start(
                        namespace,
                        folder.resolve("log"),
                        List.of(
                                "prometheus",
                                "--config.file=" + folder.resolve("prometheus.yml"),
                                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                                "--web.listen-address=" + DOOR,
                                "--log.level=warn"));
    }

    /**
     * Starts it; it is not waited for.
     *
     * @param node in whose namespace
     * @param distribution whose rules it evaluates every second
     */
    public static PrometheusServer start(NetnsCluster namespaces, int node, Path distribution) {
        return new PrometheusServer(
                namespaces, node, distribution.resolve("share/monitoring/alerts"));
    }

    private void write(Path rules) {
        List<String> targets = new ArrayList<>();
        for (int node = 0; node < namespaces.nodes(); node++) {
            String address = namespaces.nodeAddress(node, Network.PRIVATE);
            targets.add("\"%s:%d\"".formatted(address, AGENTS_PORT));
        }
        List<String> text =
                List.of(
                        "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval:"
                                + " 1s}",
                        "rule_files: [%s, %s]"
                                .formatted(
                                        rules.resolve("baton-alerts.yml"),
                                        rules.resolve("baton-rules.yml")),
                        "scrape_configs:",
                        "  - job_name: baton",
                        "    static_configs:",
                        "      - targets: [" + String.join(", ", targets) + "]");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("prometheus.yml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write below " + folder, e);
        }
    }

    /** The result of an expression now; no elements while the server does not answer. */
    public JsonNode query(String expression) {
        Outcome answer =
                ask(
                        "-G",
                        "http://" + DOOR + "/api/v1/query",
                        "--data-urlencode",
                        "query=" + expression);
        if (!answer.output().startsWith("{")) {
            return JSON.missingNode(); // it begins
        }
        try {
            JsonNode all = JSON.readTree(answer.output());
            if (all.path("status").asText().equals("error")) {
                throw new IllegalStateException(expression + ": " + all.path("error").asText());
            }
            return all.path("data").path("result");
        } catch (IOException garbage) {
            throw new UncheckedIOException(answer.output(), garbage);
        }
    }

    private Outcome ask(String... words) {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "--max-time", "10"));
        command.addAll(List.of(words));
        return namespaces.run(namespace, LIMIT, command);
    }

    /** The names of alerts that fire. */
    public NavigableSet<String> firing() {
        return names("ALERTS{alertstate=\"firing\"}");
    }

    /** The names of alerts that fired at some time, as far as it remembers. */
    public NavigableSet<String> fired() {
        return names("max_over_time(ALERTS{alertstate=\"firing\"}[1d])");
    }

    private NavigableSet<String> names(String expression) {
        return query(expression)
                .valueStream()
                .map(each -> each.path("metric").path("alertname").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the server knows of those it scrapes, with the last error of each. */
    public String targets() {
        return ask("http://" + DOOR + "/api/v1/targets").output();
    }

    /** What the server said. */
    public String said() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what Prometheus said", e);
        }
    }

    /** Ends it and removes its files; to be called before the namespaces go. */
    @Override
    public void close() {
        process.kill();
        ShellCommand.run("rm", "-rf", folder.toString());
    }
}
