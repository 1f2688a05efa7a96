package dev.baton.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.agent.access.TokenFile;
import dev.baton.agent.cli.ConfigCommands;
import dev.baton.agent.cli.OfflineCommands;
import dev.baton.agent.cli.OfflineProviders;
import dev.baton.agent.cli.OfflineRuns;
import dev.baton.agent.cli.OfflineTokens;
import dev.baton.agent.compat.OfflineTools;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.runs.RunFolder;
import dev.baton.agent.training.Rehearsal;
import dev.baton.config.Layout;
import dev.baton.config.SettingsLoader;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Entry of every JVM the launcher starts: picks the command and exits with its code.
 *
 * <p>Source of the exit codes: operator experience, section 1.3.
 */
public final class AgentMain {
    private static final int DONE = 0;
    private static final int USAGE = 2;
    private static final int UNABLE = 69;
    private static final int MOST_INPUT = 16 << 20;

    private AgentMain() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        if (args.length > 0 && List.of("agent", "train", "event").contains(args[0])) {
            LoggingSetup.install();
        }
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        String command = args.isEmpty() ? "help" : args.getFirst();
        return switch (command) {
            case "version", "--version", "-V" -> tell(out, BuildVersion.read().line());
            case "agent" ->
                    new AgentCommand(err, System.getenv()).run(args.subList(1, args.size()));
            case "event" -> event(args, out, err);
            case "train" -> train(out, err);
            case "config" -> print(config(args, System.getenv()), out, err);
            case "provider" -> print(providers(args), out, err);
            case "token" -> print(tokens(args, System.getenv()), out, err);
            case "run" -> print(runs(args, System.getenv()), out, err);
            case "offline" -> compat(OfflineLine.read(args, System.getenv()), out, err);
            default -> offline(OfflineLine.read(args, System.getenv()), out, err);
        };
    }

    /** For the build only: what this loads goes into the cache of later starts. */
    private static int train(PrintStream out, PrintStream err) {
        try {
            AgentCommand agent = new AgentCommand(err, System.getenv());
            return new Rehearsal(agent::run, out).play();
        } catch (IOException failure) {
            err.println("baton: train: " + failure);
            return UNABLE;
        }
    }

    private static int tell(PrintStream out, String text) {
        out.println(text);
        return DONE;
    }

    /** The daemon without a cluster; other event commands are offline ones. */
    private static int event(List<String> args, PrintStream out, PrintStream err) {
        return args.size() > 1 && args.get(1).equals("serve")
                ? new EventDaemonCommand(err, System.getenv()).run(args.subList(2, args.size()))
                : offline(OfflineLine.read(args, System.getenv()), out, err);
    }

    private static int offline(OfflineLine line, PrintStream out, PrintStream err) {
        List<String> words = line.words();
        Invocation invocation =
                new Invocation(
                        System.getProperty("user.dir", "/"),
                        words,
                        line.environment(),
                        input(words));
        Answer answer =
                ScriptCommands.run(invocation)
                        .or(() -> OfflineCommands.run(invocation))
                        .orElseGet(() -> new Answer(USAGE, "", unknown(words.getFirst())));
        return print(answer, out, err);
    }

    /** Commands on the files an agent would start with. */
    private static Answer config(List<String> args, Map<String, String> environment) {
        BaseOption line = BaseOption.read(args);
        Layout layout = line.base().map(Layout::under).orElseGet(Layout::system);
        return new ConfigCommands(
                        layout,
                        environment,
                        () ->
                                new SettingsLoader(new KernelHost())
                                        .load(layout, environment, KernelHost.hostName()),
                        () -> new SettingsLoader(new KernelHost()).survey(layout, environment),
                        Clock.systemUTC())
                .run(line.words());
    }

    /** What authors of providers begin with. */
    private static Answer providers(List<String> args) {
        return new OfflineProviders(Home.find(), Path.of(System.getProperty("user.dir", "/")))
                .run(BaseOption.read(args).words());
    }

    /** Commands on the runs an agent has stored. */
    private static Answer runs(List<String> args, Map<String, String> environment) {
        BaseOption line = BaseOption.read(args);
        Layout layout =
                line.base()
                        .map(Layout::under)
                        .orElseGet(Layout::system)
                        .withEnvironment(environment);
        return new OfflineRuns(new RunFolder(layout.runs()), Clock.systemUTC()).run(line.words());
    }

    /** Commands on the file of tokens. */
    private static Answer tokens(List<String> args, Map<String, String> environment) {
        BaseOption line = BaseOption.read(args);
        Layout layout =
                line.base()
                        .map(Layout::under)
                        .orElseGet(Layout::system)
                        .withEnvironment(environment);
        return new OfflineTokens(new TokenFile(layout.tokens()), Clock.systemUTC())
                .run(line.words());
    }

    /** What CTDB's commands answer when no agent runs. */
    private static int compat(OfflineLine line, PrintStream out, PrintStream err) {
        OfflineTools tools =
                new OfflineTools(
                        Layout.system(),
                        environment ->
                                new SettingsLoader(new KernelHost())
                                        .load(Layout.system(), environment, KernelHost.hostName()),
                        BuildVersion.read().version());
        return print(
                tools.run(line.words().subList(1, line.words().size()), line.environment()),
                out,
                err);
    }

    private static int print(Answer answer, PrintStream out, PrintStream err) {
        out.print(answer.stdout());
        err.print(answer.stderr());
        out.flush();
        err.flush();
        return answer.exitCode();
    }

    /** The table of ipalloc; no other command reads. */
    private static String input(List<String> args) {
        boolean reads =
                args.size() > 1
                        && args.getFirst().equals("ipalloc")
                        && !args.get(1).startsWith("-");
        try {
            return reads ? new String(System.in.readNBytes(MOST_INPUT), UTF_8) : "";
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read standard input", broken);
        }
    }

    private static String unknown(String command) {
        return "baton: unknown command \"" + command + "\"; see baton help\n";
    }
}
