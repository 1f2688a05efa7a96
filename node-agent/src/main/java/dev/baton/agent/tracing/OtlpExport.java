package dev.baton.agent.tracing;

import dev.baton.config.TracingOptions;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes spans of parts and sends them by OTLP over HTTP, with the SDK of OpenTelemetry: the only
 * class that knows it, so that it is not loaded where no receiver is named.
 *
 * <p>Thread: one. Bounds: an export takes at most {@link #LIMIT}.
 */
final class OtlpExport implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST_CAUSES = 10;

    /** The span that begins next has the numbers its names stand for. */
    private static final class NextIds implements IdGenerator {

        private String trace = "";
        private String span = "";

        @Override
        public String generateTraceId() {
            return trace;
        }

        @Override
        public String generateSpanId() {
            return span;
        }
    }

    /** Keeps ended spans until they are sent. */
    private static final class Ended implements SpanProcessor {

        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // only whole spans are sent
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    private final TraceIds names;
    private final NextIds ids = new NextIds();
    private final Ended ended = new Ended();
    private final OtlpHttpSpanExporter exporter;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OtlpExport(TracingOptions options, String cluster, String node, String version) {
        names = new TraceIds(cluster);
        exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(options.endpoint().toString())
                        .setTimeout(LIMIT)
                        .setConnectTimeout(LIMIT)
                        .setRetryPolicy(null)
                        .build();
        provider =
                SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .setSampler(Sampler.traceIdRatioBased(options.ratio()))
                        .addSpanProcessor(ended)
                        .setResource(
                                Resource.create(
                                        Attributes.builder()
                                                .put("service.name", options.service())
                                                .put("service.version", version)
                                                .put("service.instance.id", node)
                                                .put("host.name", node)
                                                .put("baton.cluster", cluster)
                                                .build()))
                        .build();
        tracer = provider.get("dev.baton");
    }

    /** Why the receiver has not taken them; empty when it has, or when their trace is left out. */
    Optional<String> send(List<TracePart> parts) {
        parts.forEach(this::make);
        List<SpanData> spans = List.copyOf(ended.spans);
        ended.spans.clear();
        if (spans.isEmpty()) {
            return Optional.empty();
        }
        CompletableResultCode result = exporter.export(spans);
        result.join(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            return Optional.empty();
        }
        return Optional.of(
                Optional.ofNullable(result.getFailureThrowable())
                        .map(OtlpExport::why)
                        .orElse("no answer within " + LIMIT.toSeconds() + " s"));
    }

    /** What lies deepest says most; an answer that is an error has nothing below it. */
    private static String why(Throwable failure) {
        Throwable deepest = failure;
        Throwable next = failure.getCause();
        for (int depth = 0; next != null && depth < MOST_CAUSES; depth++) {
            deepest = next;
            next = next.getCause();
        }
        return failure.getCause() == null ? "the answer was an error" : deepest.toString();
    }

    private void make(TracePart part) {
        String trace = names.trace(part.trace());
        ids.trace = trace;
        ids.span = names.span(part.trace(), part.path());
        SpanBuilder builder =
                tracer.spanBuilder(part.name())
                        .setParent(
                                part.parent()
                                        .map(path -> parent(trace, names.span(part.trace(), path)))
                                        .orElseGet(Context::root))
                        .setStartTimestamp(part.begin());
        part.attributes()
                .forEach((key, value) -> builder.setAttribute(AttributeKey.stringKey(key), value));
        Span span = builder.startSpan();
        part.failure().ifPresent(why -> span.setStatus(StatusCode.ERROR, why));
        span.end(part.begin().plus(part.took()));
    }

    private static Context parent(String trace, String span) {
        return Context.root()
                .with(
                        Span.wrap(
                                SpanContext.createFromRemoteParent(
                                        trace,
                                        span,
                                        TraceFlags.getSampled(),
                                        TraceState.getDefault())));
    }

    @Override
    public void close() {
        provider.shutdown();
        exporter.shutdown();
    }
}
