package dev.baton.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where traces go.
 *
 * @param endpoint of a receiver of OTLP over HTTP, with its path
 * @param ratio the share of traces that is sent, from 0 to 1
 * @param service what the agent calls itself there
 */
public record TracingOptions(URI endpoint, double ratio, String service) {

    private static final String PATH = "/v1/traces";

    public TracingOptions {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("expected a share from 0 to 1, got " + ratio);
        }
    }

    /**
     * Reads an endpoint: {@code http://HOST:PORT}, or with a path. Without one it is the usual one.
     */
    public static Optional<URI> endpoint(String text) {
        try {
            URI uri = new URI(text);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null) {
                return Optional.empty();
            }
            boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
            return Optional.of(bare ? uri.resolve(PATH) : uri);
        } catch (URISyntaxException other) {
            return Optional.empty();
        }
    }

    /** Reads a share from 0 to 1, such as {@code 0.1}. */
    public static Optional<Double> ratio(String text) {
        return text.matches("0(\\.\\d{1,6})?|1(\\.0{1,6})?")
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }
}
