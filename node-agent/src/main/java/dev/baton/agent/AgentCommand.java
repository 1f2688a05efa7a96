package dev.baton.agent;

import dev.baton.agent.kernel.IdentityLock;
import dev.baton.agent.kernel.KernelFailure;
import dev.baton.agent.saved.BadFile;
import dev.baton.agent.view.LoadedView;
import dev.baton.agent.view.SavedViewReader;
import dev.baton.agent.voters.VoterFile;
import dev.baton.config.ClusterSettings;
import dev.baton.config.IpAddress;
import dev.baton.config.Layout;
import dev.baton.config.Loaded;
import dev.baton.config.SettingsLoader;
import dev.baton.orchestrator.cluster.Voters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code baton agent}: reads the settings, takes the identity and runs the agent to its end.
 *
 * <p>Exit codes: operator experience, section 1.3.
 */
final class AgentCommand {

    private static final int USAGE = 2;
    private static final int REFUSED = 3;
    private static final int UNABLE = 69;
    private static final int BAD_SETTINGS = 78;

    private final PrintStream err;
    private final Map<String, String> environment;

    AgentCommand(PrintStream err, Map<String, String> environment) {
        this.err = err;
        this.environment = environment;
    }

    int run(List<String> words) {
        try {
            return run(AgentOptions.parse(words));
        } catch (IllegalArgumentException usage) {
            return say(USAGE, String.valueOf(usage.getMessage()));
        } catch (IOException | KernelFailure unable) {
            return say(UNABLE, "agent: " + unable.getMessage() + ". " + cure(unable));
        }
    }

    private static String cure(Exception unable) {
        return String.valueOf(unable.getMessage()).contains("No space left")
                ? "Free space for the run and var directories."
                : "Run as root, or use --base.";
    }

    private int run(AgentOptions options) throws IOException {
        Layout layout = options.layout().withEnvironment(environment);
        if (options.view().isPresent()) {
            return serve(options.view().get(), options, layout);
        }
        Loaded loaded =
                new SettingsLoader(new KernelHost())
                        .load(options.layout(), environment, KernelHost.hostName());
        loaded.problems().forEach(problem -> err.println("baton: " + problem));
        if (loaded.settings().isEmpty()) {
            return BAD_SETTINGS;
        }
        Optional<Identity> identity = Identity.take(layout, options.lockInherited());
        return identity.isEmpty()
                ? say(REFUSED, "another agent holds " + layout.run().resolve("agent.lock"))
                : run(options, loaded.settings().get(), identity.get());
    }

    /** Serves a saved view; the lock keeps another agent off the same socket. */
    private int serve(Path file, AgentOptions options, Layout layout) throws IOException {
        LoadedView loaded;
        try {
            loaded = SavedViewReader.read(file);
        } catch (BadFile wrong) {
            return say(BAD_SETTINGS, "agent: " + wrong.getMessage());
        }
        Path lock = layout.run().resolve("agent.lock");
        Files.createDirectories(layout.run());
        Optional<IdentityLock> held =
                options.lockInherited() ? Optional.empty() : IdentityLock.tryLock(lock);
        return held.isEmpty() && !options.lockInherited()
                ? say(REFUSED, "another agent holds " + lock)
                : new ViewAgent(loaded, layout).run();
    }

    private int run(AgentOptions options, ClusterSettings settings, Identity identity)
            throws IOException {
        ClusterSettings own = settings.withLogging(options.logging(settings.logging()));
        LoggingSetup.direct(own.logging(), "baton");
        Optional<Voters> stored = new VoterFile(own.layout().voters()).read();
        Optional<String> mismatch = stored.flatMap(voters -> mismatch(own, voters));
        if (mismatch.isPresent()) {
            return say(BAD_SETTINGS, mismatch.get());
        }
        Agent agent =
                new Agent(
                        own,
                        identity.number(),
                        options.scriptEnvironment(environment),
                        stored,
                        new Successor(own.layout(), options.again(Home.find())));
        int code = agent.run();
        identity.release(settings.layout());
        return code;
    }

    /** A node that took another one's number would vote in its place. */
    private static Optional<String> mismatch(ClusterSettings settings, Voters stored) {
        IpAddress known = stored.addresses().get(settings.pnn());
        return known == null || known.equals(settings.address())
                ? Optional.empty()
                : Optional.of(
                        "nodes: expected %s as node %s, which the cluster knows by it, got %s; correct the file, or give a new machine a new line"
                                .formatted(known, settings.pnn(), settings.address()));
    }

    private int say(int code, String sentence) {
        err.println("baton: " + sentence);
        return code;
    }
}
