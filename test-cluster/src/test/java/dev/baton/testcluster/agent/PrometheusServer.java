package dev.baton.testcluster.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Debian's Prometheus in the namespace of an agent's node: it scrapes all agents every second, with
 * the rules of the distribution.
 */
final class PrometheusServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOOR = "127.0.0.1:9090";

    private final AgentNode host;
    private final NamespaceProcess process;

    private PrometheusServer(AgentNode host, NamespaceProcess process) {
        this.host = host;
        this.process = process;
    }

    /** What an agent's settings need so that it can be scraped from other nodes. */
    static void open(AgentNode agent) {
        agent.append("etc/baton.conf", "[cluster]", "http address = private");
    }

    static PrometheusServer start(AgentCluster cluster, AgentNode host) {
        Path rules = AgentCluster.distribution().resolve("share/monitoring/alerts");
        List<String> targets = new ArrayList<>();
        for (AgentNode agent : cluster.agents()) {
            String address =
                    cluster.namespaces().nodeAddress(agent.index(), Network.PRIVATE) + ":4482";
            targets.add("\"" + address + "\"");
        }
        host.write(
                "prometheus.yml",
                "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}",
                "rule_files: [%s, %s]"
                        .formatted(
                                rules.resolve("baton-alerts.yml"),
                                rules.resolve("baton-rules.yml")),
                "scrape_configs:",
                "  - job_name: baton",
                "    static_configs:",
                "      - targets: [" + String.join(", ", targets) + "]",
                "        labels: {cluster: nas1}");
        return new PrometheusServer(
                host,
                host.background(
                        "prometheus.log",
                        List.of(
                                "prometheus",
                                "--config.file=" + host.base().resolve("prometheus.yml"),
                                "--storage.tsdb.path=" + host.base().resolve("tsdb"),
                                "--web.listen-address=" + DOOR,
                                "--log.level=warn")));
    }

    /** The result of an expression now; no elements while the server does not answer. */
    JsonNode query(String expression) {
        Outcome answer =
                host.inside(
                        List.of(
                                "curl",
                                "-s",
                                "--max-time",
                                "10",
                                "-G",
                                "http://" + DOOR + "/api/v1/query",
                                "--data-urlencode",
                                "query=" + expression));
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

    /** The names of alerts that fire. */
    NavigableSet<String> firing() {
        return query("ALERTS{alertstate=\"firing\"}")
                .valueStream()
                .map(each -> each.path("metric").path("alertname").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the server knows of those it scrapes, with the last error of each. */
    String targets() {
        return host.inside(List.of("curl", "-s", "http://" + DOOR + "/api/v1/targets")).output();
    }

    /** What the server said. */
    String said() {
        return host.text("prometheus.log");
    }

    /** Ended before the namespaces go. */
    @Override
    public void close() {
        process.kill();
        ShellCommand.run("rm", "-rf", host.base().resolve("tsdb").toString());
    }
}
