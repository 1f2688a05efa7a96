package dev.baton.agent.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP over HTTP, on loopback: reads what comes by the protocol's own library. */
final class OtlpReceiver implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of();

    /** One span as it came. */
    record Received(
            String name,
            String trace,
            String id,
            String parent,
            long beginNanos,
            long endNanos,
            Map<String, String> attributes,
            boolean ok,
            Map<String, String> resource) {}

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    volatile int status = 200;

    OtlpReceiver() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpServer.create(loopback, 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    List<Received> spans() {
        return spans;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            boolean packed =
                    "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            ExportTraceServiceRequest request =
                    ExportTraceServiceRequest.parseFrom(packed ? new GZIPInputStream(body) : body);
            if (status == 200) {
                request.getResourceSpansList().forEach(this::keep);
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        }
    }

    private void keep(ResourceSpans all) {
        Map<String, String> resource = words(all.getResource().getAttributesList());
        all.getScopeSpansList()
                .forEach(scope -> scope.getSpansList().forEach(span -> keep(span, resource)));
    }

    private void keep(Span span, Map<String, String> resource) {
        spans.add(
                new Received(
                        span.getName(),
                        HEX.formatHex(span.getTraceId().toByteArray()),
                        HEX.formatHex(span.getSpanId().toByteArray()),
                        HEX.formatHex(span.getParentSpanId().toByteArray()),
                        span.getStartTimeUnixNano(),
                        span.getEndTimeUnixNano(),
                        words(span.getAttributesList()),
                        span.getStatus().getMessage().isEmpty(),
                        resource));
    }

    private static Map<String, String> words(List<KeyValue> attributes) {
        Map<String, String> words = new TreeMap<>();
        attributes.forEach(each -> words.put(each.getKey(), each.getValue().getStringValue()));
        return words;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
