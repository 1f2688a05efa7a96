package dev.baton.testcluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.testcluster.control.LineControl;
import dev.baton.testcluster.netns.NetnsCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts the client's process in the client's namespace and asks it for figures. */
public final class OutsideClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file that every node serves: its path on the server and the SHA-256 of its content. */
    public record ServedFile(String path, String sha256) {}

    /** A long download through one address, at this rate. */
    public record LongDownload(String address, ServedFile file, long bytesPerSecond) {}

    /** What one address gave the client since the mark; times in seconds. */
    public record Reads(
            double longestSilence,
            double sinceLastGood,
            long good,
            long failed,
            long wrong,
            String lastFailure) {}

    /**
     * What the long download gave since the mark; times in seconds.
     *
     * @param broken answers that had begun and ended too early
     * @param vain attempts that got no answer
     * @param resumed answers that went on where another had broken
     * @param completed whole files of right content, from however many answers
     * @param wrong whole files of wrong content
     */
    public record DownloadFigures(
            long broken,
            long vain,
            long resumed,
            long completed,
            long wrong,
            double longestSilence,
            double sinceLastByte) {}

    private final LineControl control;

    private OutsideClient(LineControl control) {
        this.control = control;
    }

    /** Starts it: one GET every 10 ms through each address. */
    public static OutsideClient start(
            NetnsCluster cluster,
            List<String> addresses,
            int port,
            ServedFile file,
            Optional<LongDownload> download) {
        ObjectNode wanted = JSON.createObjectNode().put("port", port).put("period_ms", 10);
        wanted.put("path", file.path()).put("sha256", file.sha256());
        addresses.forEach(address -> wanted.withArray("addresses").add(address));
        download.ifPresent(
                held ->
                        wanted.putObject("download")
                                .put("address", held.address())
                                .put("path", held.file().path())
                                .put("sha256", held.file().sha256())
                                .put("bytes_per_s", held.bytesPerSecond()));
        Path configuration = cluster.directory().resolve("client.json");
        try {
            JSON.writeValue(configuration.toFile(), wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        Path log = cluster.directory().resolve("client.log");
        return new OutsideClient(
                new LineControl(
                        "client",
                        cluster.startPiped(
                                cluster.clientNamespace(), log, command(configuration))));
    }

    private static List<String> command(Path configuration) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv6Addresses=false",
                "-cp",
                System.getProperty("java.class.path"),
                ClientMain.class.getName(),
                configuration.toString());
    }

    /** Begins a window. */
    public void mark(String window) {
        control.mark(window);
    }

    /** What each address gave since the mark. */
    public Map<String, Reads> reads() {
        Map<String, Reads> reads = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : raw().get("addresses").properties()) {
            JsonNode seen = one.getValue();
            reads.put(
                    one.getKey(),
                    new Reads(
                            seen.get("longest_silence_s").asDouble(),
                            seen.get("since_last_good_s").asDouble(),
                            seen.get("good").asLong(),
                            seen.get("failed").asLong(),
                            seen.get("wrong").asLong(),
                            seen.get("last_failure").asText()));
        }
        return reads;
    }

    /** What the download gave since the mark; throws IllegalStateException if there is none. */
    public DownloadFigures download() {
        JsonNode seen = raw().path("download");
        if (seen.isMissingNode()) {
            throw new IllegalStateException("the client was started without a download");
        }
        return new DownloadFigures(
                seen.get("broken").asLong(),
                seen.get("vain").asLong(),
                seen.get("resumed").asLong(),
                seen.get("completed").asLong(),
                seen.get("wrong").asLong(),
                seen.get("longest_silence_s").asDouble(),
                seen.get("since_last_byte_s").asDouble());
    }

    private JsonNode raw() {
        return control.ask("figures");
    }

    @Override
    public void close() {
        control.close();
    }
}
