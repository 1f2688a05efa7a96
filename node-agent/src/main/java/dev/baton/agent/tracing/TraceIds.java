package dev.baton.agent.tracing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Numbers of traces and of their parts, made from their names: so the parts that different nodes
 * send belong together though no number goes over the wire.
 *
 * @param cluster keeps the traces of two clusters apart
 */
record TraceIds(String cluster) {

    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    String trace(String trace) {
        return digits("trace", trace, "").substring(0, TRACE_DIGITS);
    }

    String span(String trace, String path) {
        return digits("span", trace, path).substring(0, SPAN_DIGITS);
    }

    private String digits(String what, String trace, String path) {
        String all = String.join("\0", "baton", cluster, what, trace, path);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
