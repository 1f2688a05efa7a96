package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayName("Monitoring, section 1 (7): the label of the cluster; issue 7: traces")
class TelemetrySectionTest {

    private static final FakeHost HOST = new FakeHost(List.of(), List.of("10.0.0.2"));

    @TempDir Path base;

    @Test
    void tracesGoNowhereUnlessAReceiverIsNamed() throws IOException {
        assertEquals(Optional.empty(), settings().telemetry().tracing());
        write("[tracing]\nendpoint = http://127.0.0.1:4318\nratio = 0.25\n");
        assertEquals(
                Optional.of(
                        new TracingOptions(
                                URI.create("http://127.0.0.1:4318/v1/traces"), 0.25, "baton")),
                settings().telemetry().tracing());
        for (String wrong :
                List.of(
                        "endpoint = 127.0.0.1:4318",
                        "endpoint = http://user:word@h:1",
                        "endpoint = grpc://h:1",
                        "ratio = 2",
                        "ratio = half",
                        "service name = a b")) {
            write("[tracing]\n" + wrong + "\n");
            assertTrue(load().settings().isEmpty(), wrong);
        }
    }

    @Test
    void theNameOfTheClusterLabelsItsMeters() throws IOException {
        assertEquals("baton", settings().telemetry().cluster());
        write("[cluster]\nname = nas1\n");
        assertEquals("nas1", settings().telemetry().cluster());
        write("[cluster]\nname = my cluster\n");

        assertTrue(load().settings().isEmpty());
    }

    private void write(String text) throws IOException {
        Files.writeString(base.resolve("etc/baton.conf"), text);
    }

    private ClusterSettings settings() throws IOException {
        return load().settings().orElseThrow();
    }

    private Loaded load() throws IOException {
        Path etc = Files.createDirectories(base.resolve("etc"));
        Files.writeString(etc.resolve("nodes"), "10.0.0.1\n10.0.0.2\n10.0.0.3\n");
        return new SettingsLoader(HOST).load(Layout.under(base), Map.of(), "n2");
    }
}
