package dev.baton.agent.cli;

import dev.baton.agent.control.Commands;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The command line as the agent hosts it.
 *
 * <p>Lines are parsed one at a time, because a parsed tree is not for two threads; they run side by
 * side. Thread: any.
 */
public final class Cli implements Commands {

    private static final Logger LOG = Logger.getLogger(Cli.class.getName());

    /** A line that was read: what to do, and how to write what comes of it. */
    private record Read(Action action, Style style) {}

    private final CliContext context;
    private Optional<CommandLine> tree = Optional.empty();

    /** A command line over this node. */
    public Cli(CliContext context) {
        this.context = context;
    }

    @Override
    public void warmUp() {
        for (String line : List.of("status", "status -o json", "node list", "node disable")) {
            run(new Invocation("/", List.of(line.split(" ", -1)), Map.of(), ""));
        }
    }

    @Override
    public Answer run(Invocation invocation) {
        long start = context.nanoTime().getAsLong();
        Read read;
        try {
            read = read(invocation.arguments());
        } catch (Complaint complaint) {
            return failed(complaint, false);
        }
        Answer answer = carryOut(read);
        if (!read.style().verbose()) {
            return answer;
        }
        Duration took = Duration.ofNanos(context.nanoTime().getAsLong() - start);
        String by =
                String.format(
                        Locale.ROOT,
                        "answered by %s in %.1f ms\n",
                        context.settings().name(),
                        took.toNanos() / 1e6);
        return new Answer(answer.exitCode(), answer.stdout(), answer.stderr() + by);
    }

    @Override
    public String view() {
        return Json.write("Status", StatusPage.of(context).json());
    }

    private Answer carryOut(Read read) {
        boolean json = read.style().format() == Style.Format.JSON;
        try {
            Page page = read.action().run(context);
            Style style = read.style();
            return new Answer(page.exitCode(), style.write(page), style.warn(page));
        } catch (Complaint complaint) {
            return failed(complaint, json && !read.style().quiet());
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "command failed", bug);
            return failed(
                    new Complaint(
                            Exit.OUR_BUG,
                            "a bug of ours, "
                                    + bug
                                    + "; please report it with the agent's log of this minute"),
                    json);
        }
    }

    private static Answer failed(Complaint complaint, boolean json) {
        String sentence = complaint.sentence();
        String out = json ? Style.failure(complaint.exitCode(), sentence) : "";
        return new Answer(complaint.exitCode(), out, "baton: " + sentence + "\n");
    }

    private synchronized Read read(List<String> arguments) {
        ParseResult line = parse(tree(), arguments);
        CommandLine command = line.commandSpec().commandLine();
        if (line.isUsageHelpRequested()) {
            return new Read(Usage.page(command), new Style(Style.Format.TABLE, false, false));
        }
        Leaf.Doing doing = (Leaf.Doing) line.commandSpec().userObject();
        Style style = style(line);
        return doing.read(line)
                .map(action -> new Read(action, style))
                .orElseThrow(() -> Complaint.usage(Usage.incomplete(command)));
    }

    /** The command these words name, with its arguments. Failure: a complaint about the words. */
    static ParseResult parse(CommandLine tree, List<String> arguments) {
        ParseResult line;
        try {
            line = tree.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException wrong) {
            throw Complaint.usage(Usage.sentence(wrong));
        }
        while (line.hasSubcommand() && !line.isUsageHelpRequested()) {
            line = line.subcommand();
        }
        return line;
    }

    /** Made for the first line: it takes long to load. Under the lock of this. */
    private synchronized CommandLine tree() {
        CommandLine made = tree.orElseGet(CommandTree::build);
        tree = Optional.of(made);
        return made;
    }

    static Style style(ParseResult line) {
        String text = line.matchedOptionValue("--output", "table");
        Style.Format format =
                Style.Format.parse(text)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "-o expects table, wide, json or name, got \""
                                                        + text
                                                        + "\""));
        return new Style(
                format, line.hasMatchedOption("--quiet"), line.hasMatchedOption("--verbose"));
    }

    /** The help of a command as text. */
    static String help(CommandLine command) {
        StringWriter text = new StringWriter();
        command.usage(new PrintWriter(text), CommandLine.Help.Ansi.OFF);
        return text.toString();
    }
}
