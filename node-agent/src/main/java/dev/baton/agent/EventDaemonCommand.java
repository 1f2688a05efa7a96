package dev.baton.agent;

import dev.baton.agent.kernel.IdentityLock;
import dev.baton.agent.kernel.KernelFailure;
import dev.baton.config.EventSettings;
import dev.baton.config.Layout;
import dev.baton.config.SettingsLoader;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code baton event serve}: runs events in the foreground, without a cluster, until SIGTERM.
 *
 * <p>Exit codes: operator experience, section 1.3.
 */
final class EventDaemonCommand {

    private static final int DONE = 0;
    private static final int USAGE = 2;
    private static final int REFUSED = 3;
    private static final int UNABLE = 69;
    private static final int BAD_SETTINGS = 78;

    private final PrintStream err;
    private final Map<String, String> environment;
    private volatile int code = DONE;

    EventDaemonCommand(PrintStream err, Map<String, String> environment) {
        this.err = err;
        this.environment = environment;
    }

    int run(List<String> words) {
        try {
            AgentOptions options = AgentOptions.parse(words);
            return run(
                    options,
                    new SettingsLoader(new KernelHost()).loadEvents(options.layout(), environment));
        } catch (IllegalArgumentException usage) {
            String sentence = String.valueOf(usage.getMessage());
            return say(USAGE, sentence.replaceFirst("^agent", "event serve"));
        } catch (IOException | KernelFailure unable) {
            return say(
                    UNABLE,
                    "event serve: "
                            + unable.getMessage()
                            + ". Run as root, or set CTDB_BASE and CTDB_TEST_MODE.");
        }
    }

    private int run(AgentOptions options, EventSettings settings) throws IOException {
        settings.problems().forEach(problem -> err.println("baton: " + problem));
        if (!settings.usable()) {
            return BAD_SETTINGS;
        }
        Layout layout = settings.layout();
        Files.createDirectories(layout.run().resolve("events"));
        Files.createDirectories(layout.var().resolve("scripts"));
        if (agentRuns(layout)) {
            return say(
                    REFUSED,
                    "event serve: an agent runs in %s and runs events itself; ask it with ctdb-event"
                            .formatted(layout.run()));
        }
        Optional<IdentityLock> lock = IdentityLock.tryLock(layout.run().resolve("eventd.lock"));
        return lock.isEmpty() ? refuse(layout) : run(options, settings, lock.get());
    }

    private static boolean agentRuns(Layout layout) {
        Optional<IdentityLock> free = IdentityLock.tryLock(layout.run().resolve("agent.lock"));
        free.ifPresent(IdentityLock::close);
        return free.isEmpty();
    }

    private int refuse(Layout layout) throws IOException {
        Path pid = layout.eventPidFile();
        String number = Files.exists(pid) ? Files.readString(pid).strip() : "unknown";
        return say(
                REFUSED,
                "event serve: another event daemon (pid %s) listens on %s; stop it first"
                        .formatted(number, layout.eventSocket()));
    }

    private int run(AgentOptions options, EventSettings settings, IdentityLock lock)
            throws IOException {
        LoggingSetup.direct(options.logging(settings.logging()), "ctdb-eventd");
        Layout layout = settings.layout();
        Files.writeString(layout.eventPidFile(), ProcessHandle.current().pid() + "\n");
        EventDaemon daemon =
                new EventDaemon(
                        settings.withLogging(options.logging(settings.logging())),
                        options.scriptEnvironment(environment));
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("ending")
                                .unstarted(() -> end(daemon, layout, lock)));
        try {
            daemon.serve();
            return DONE;
        } catch (Exception failure) {
            return say(UNABLE, "event serve: " + failure.getMessage());
        }
    }

    /** On a signal, or when it could not serve. */
    private void end(EventDaemon daemon, Layout layout, IdentityLock lock) {
        daemon.close();
        try {
            Files.deleteIfExists(layout.eventSocket());
            Files.deleteIfExists(layout.eventPidFile());
        } catch (IOException kept) {
            System.err.println("baton: event serve: " + kept + "; the next one replaces it");
        }
        lock.close();
        Runtime.getRuntime().halt(code);
    }

    private int say(int failure, String sentence) {
        err.println("baton: " + sentence);
        code = failure;
        return failure;
    }
}
