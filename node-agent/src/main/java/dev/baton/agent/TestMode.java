package dev.baton.agent;

import dev.baton.config.Layout;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What CTDB's test mode changes in an agent: no address of the machine is touched, and the agent
 * ends when whoever started it is gone. Source: CTDB events contract, section 15, "Test mode".
 */
final class TestMode {

    private static final Path INPUT = Path.of("/proc/self/fd/0");
    private static final Logger LOG = LoggerFactory.getLogger(TestMode.class);

    private TestMode() {}

    static boolean isAsked(Map<String, String> environment) {
        return Layout.isTestMode(environment);
    }

    /** Does something once when standard input, if it is a pipe, is closed at its other end. */
    static void endWithInput(Runnable end) {
        if (Files.exists(INPUT) && isPipe()) {
            Thread.ofPlatform().name("standard-input").daemon().start(() -> readToEnd(end));
        }
    }

    /** A pipe or a socket; a terminal or the null device says nothing by its end. */
    private static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(INPUT).toString();
            return target.startsWith("pipe:")
                    || target.startsWith("socket:")
                    || (target.startsWith("/")
                            && !target.startsWith("/dev/")
                            && Files.readAttributes(Path.of(target), BasicFileAttributes.class)
                                    .isOther());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void readToEnd(Runnable end) {
        try {
            long ignored = System.in.transferTo(OutputStream.nullOutputStream());
            LOG.info("standard_input_ended bytes={}", ignored);
        } catch (IOException broken) {
            LOG.warn("standard_input_broken why=\"{}\"", broken.getMessage());
        }
        end.run();
    }
}
