package dev.baton.monitoring.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.time.Duration;
import java.util.List;

/** What was asked at the doors of this agent. Labels are closed sets. Thread: any. */
public final class ApiMeters {

    /** In place of a path nobody serves. */
    static final String UNKNOWN = "unknown";

    /** What is served, and all that is not. */
    static final List<String> ROUTES =
            List.of(
                    "/",
                    "/api/v1/addresses",
                    "/api/v1/calls",
                    "/api/v1/events",
                    "/api/v1/history",
                    "/api/v1/jobs",
                    "/api/v1/meters",
                    "/api/v1/nodes",
                    "/api/v1/openapi.json",
                    "/api/v1/runbooks",
                    "/api/v1/runs",
                    "/api/v1/scripts",
                    "/api/v1/session",
                    "/api/v1/settings",
                    "/api/v1/view",
                    "/healthz",
                    "/metrics",
                    "/readyz",
                    "/v1/command",
                    "/v1/section",
                    UNKNOWN);

    /** Where operators' calls are. */
    private static final List<String> CALLED =
            List.of("/api/v1/addresses", "/api/v1/jobs", "/api/v1/nodes", "/api/v1/scripts");

    private static final List<String> METHODS = List.of("GET", "POST");
    private static final List<String> CODES = List.of("2xx", "4xx", "5xx");

    private final Counter requests;
    private final Counter refused;
    private final Histogram seconds;

    ApiMeters(Series series, PrometheusRegistry registry) {
        requests = series.counter(EventCatalog.API_REQUESTS);
        refused = series.counter(EventCatalog.API_REFUSED);
        seconds = series.histogram(EventCatalog.API_SECONDS);
        for (String route : ROUTES) {
            seconds.labelValues(route);
            if (!route.startsWith("/v1")) {
                meet(route, "GET");
            }
            if (route.startsWith("/v1") || CALLED.contains(route)) {
                meet(route, "POST");
            }
        }
        for (RefusedCall cause : RefusedCall.values()) {
            refused.labelValues(cause.word());
        }
        registry.register(refused);
        registry.register(requests);
        registry.register(seconds);
    }

    private void meet(String route, String method) {
        CODES.forEach(code -> requests.labelValues(code, method, route));
    }

    /** A request was answered. */
    public void answered(String method, String path, int status, Duration after) {
        String route =
                ROUTES.stream()
                        .filter(each -> path.equals(each) || path.startsWith(each + "/"))
                        .findFirst()
                        .orElse(UNKNOWN);
        String label = METHODS.contains(method) ? method : "other";
        requests.labelValues(code(status), label, route).inc();
        seconds.labelValues(route).observe(after.toNanos() / 1e9);
    }

    /** One was not carried out for want of a right. */
    public void refused(RefusedCall cause) {
        refused.labelValues(cause.word()).inc();
    }

    private static String code(int status) {
        if (status < 400) {
            return "2xx";
        }
        return status < 500 ? "4xx" : "5xx";
    }
}
