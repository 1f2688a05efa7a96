package dev.baton.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * SHA-256 over the settings that must be equal on all nodes, in a fixed text form.
 *
 * <p>The form never changes within a release line: nodes of two versions compare digests during an
 * upgrade.
 */
final class SharedDigest {

    private SharedDigest() {}

    static String of(LeaseTiming timing) {
        StringBuilder text = new StringBuilder("baton shared settings 2\n");
        line(text, "heartbeat", timing.heartbeat());
        line(text, "latest", timing.latest());
        line(text, "lifetime", timing.lifetime());
        line(text, "kernel lateness", timing.kernelLateness());
        line(text, "promise", timing.promise());
        text.append("clock rate ").append(timing.clockRatePermille()).append('\n');
        return HexFormat.of().formatHex(sha256(text.toString().getBytes(UTF_8)));
    }

    private static void line(StringBuilder text, String name, Duration time) {
        text.append(name).append(' ').append(time.toNanos()).append('\n');
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
