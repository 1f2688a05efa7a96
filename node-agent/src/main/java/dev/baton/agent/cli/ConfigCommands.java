package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.migration.DirectoryReader;
import dev.baton.agent.migration.DirectoryWriter;
import dev.baton.agent.migration.UnusableDirectory;
import dev.baton.config.ConfigProblem;
import dev.baton.config.Layout;
import dev.baton.config.Loaded;
import dev.baton.config.Setting;
import dev.baton.config.migration.CtdbExport;
import dev.baton.config.migration.CtdbImport;
import dev.baton.config.migration.Migration;
import dev.baton.config.migration.SettingsDirectory;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code config check}, {@code show}, {@code import} and {@code export}: on the files an agent
 * starts with, and without an agent. Source: operator experience, section 3.
 */
public final class ConfigCommands {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("'.before-import-'yyyyMMdd'T'HHmmss'Z'")
                    .withZone(ZoneOffset.UTC);
    private static final Map<String, String> EXIT_CODES =
            Map.of(
                    "0", "done, and the answer is good",
                    "1", "an agent would not start with it",
                    "2", "wrong usage",
                    "3", "refused, nothing was written",
                    "4", "no such directory",
                    "6", "cannot write, nothing was changed",
                    "70", "a bug of ours");

    private final Layout layout;
    private final Path etc;
    private final Supplier<Loaded> loader;
    private final Supplier<List<Setting>> survey;
    private final Clock clock;

    /**
     * Commands on the files of one node.
     *
     * @param layout without what the environment changes
     * @param loader reads all settings as an agent would
     * @param survey tells each of them with its origin
     * @param clock names backups
     */
    public ConfigCommands(
            Layout layout,
            Map<String, String> environment,
            Supplier<Loaded> loader,
            Supplier<List<Setting>> survey,
            Clock clock) {
        this.layout = layout.withEnvironment(environment);
        etc = this.layout.etc().toAbsolutePath().normalize();
        this.loader = loader;
        this.survey = survey;
        this.clock = clock;
    }

    static CommandSpec config() {
        CommandSpec config = CommandTree.noun("config", "Files of settings.", "baton config check");
        config.addSubcommand(
                "check",
                Leaf.offline(
                                "check",
                                "Reads all files as an agent would, and tells every problem.",
                                "baton config check",
                                EXIT_CODES)
                        .doing(_ -> CommandTree.elsewhere("config check")));
        config.addSubcommand(
                "show",
                Leaf.offline(
                                "show",
                                "Every setting with its value and where it comes from: of this"
                                        + " node's agent, of its files where none runs, or of"
                                        + " another node and what differs there. Secrets are"
                                        + " masked.",
                                "baton config show --node n2",
                                EXIT_CODES)
                        .option("--node", "NODE", "Name, pnn or private address of a node.")
                        .doing(ConfigCommands::shown));
        config.addSubcommand(
                "import",
                Leaf.offline(
                                "import",
                                "Takes over a directory of CTDB's, such as /etc/ctdb. Every setting"
                                        + " found is told: taken, other default, ignored or"
                                        + " refused. All files are written, or none; what was"
                                        + " there before is kept beside it.",
                                "baton config import /etc/ctdb --check",
                                EXIT_CODES)
                        .flag("--check", "Only tell; write nothing.")
                        .flag("--force", "Replace files that hold something else.")
                        .parameter("DIR", "1", "A directory with CTDB's files.")
                        .doing(_ -> CommandTree.elsewhere("config import")));
        config.addSubcommand("export", export());
        return config;
    }

    private static Action shown(ParseResult line) {
        String node = CommandTree.option(line, "--node", "");
        return node.isEmpty() ? SettingsPage::own : context -> SettingsPage.of(context, node);
    }

    private static CommandSpec export() {
        CommandSpec export =
                CommandTree.noun(
                        "export",
                        "Writes the settings for another program.",
                        "baton config export ctdb /root/ctdb");
        export.addSubcommand(
                "ctdb",
                Leaf.offline(
                                "ctdb",
                                "Writes a directory that CTDB reads, and tells what CTDB has no"
                                        + " words for.",
                                "baton config export ctdb /root/ctdb",
                                EXIT_CODES)
                        .flag("--newest", "Write settings too that CTDB 4.17 refuses.")
                        .parameter("DIR", "1", "A directory that is empty or not there.")
                        .doing(_ -> CommandTree.elsewhere("config export ctdb")));
        return export;
    }

    /** Carries out one line, its first word {@code config}. */
    public Answer run(List<String> words) {
        try {
            ParseResult line = Cli.parse(CommandTree.build(), words);
            CommandLine command = line.commandSpec().commandLine();
            if (line.isUsageHelpRequested()) {
                return new Answer(Exit.DONE, Cli.help(command), "");
            }
            Style style = Cli.style(line);
            Page page = carryOut(line, command);
            return new Answer(page.exitCode(), style.write(page), style.warn(page));
        } catch (Complaint complaint) {
            return new Answer(complaint.exitCode(), "", "baton: " + complaint.sentence() + "\n");
        }
    }

    private Page carryOut(ParseResult line, CommandLine command) {
        return switch (command.getCommandSpec().qualifiedName()) {
            case "baton config check" -> check();
            case "baton config show" -> show(line);
            case "baton config import" ->
                    take(
                            directory(line),
                            line.hasMatchedOption("--check"),
                            line.hasMatchedOption("--force"));
            case "baton config export ctdb" ->
                    export(directory(line), line.hasMatchedOption("--newest"));
            default -> throw Complaint.usage(Usage.incomplete(command));
        };
    }

    private static Path directory(ParseResult line) {
        return Path.of(line.matchedPositionalValue(0, "")).toAbsolutePath().normalize();
    }

    private Page check() {
        List<ConfigProblem> problems = loader.get().problems();
        return ConfigPages.check(etc, problems);
    }

    private Page show(ParseResult line) {
        if (line.hasMatchedOption("--node")) {
            throw new Complaint(
                    Exit.REFUSED,
                    "config show: no agent runs here that could ask another; start it: baton"
                            + " agent");
        }
        return SettingsPage.ofFiles(survey.get());
    }

    private Page take(Path from, boolean onlyCheck, boolean force) {
        Migration migration = CtdbImport.of(read(from));
        ConfigPages pages = new ConfigPages("ConfigImport", from, etc, migration);
        if (onlyCheck) {
            return pages.told();
        }
        if (isSame(from, etc)) {
            throw new Complaint(
                    Exit.REFUSED,
                    "config import: "
                            + from
                            + " is the directory this node reads already. Name another base with"
                            + " --base DIR, or unset CTDB_BASE");
        }
        if (migration.isRefused()) {
            return pages.refused(
                    "nothing was written: change what is refused, in a copy of " + from);
        }
        DirectoryWriter writer = new DirectoryWriter(etc, migration.targets());
        List<String> differing = differing(writer);
        if (!differing.isEmpty() && !force) {
            return pages.refused(
                    "nothing was written: in "
                            + etc
                            + " these hold something else: "
                            + String.join(", ", differing)
                            + "; --force replaces them and keeps a backup");
        }
        Optional<Path> backup = write(writer);
        return pages.written(backup, loader.get().problems());
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException oneIsMissing) {
            return false;
        }
    }

    private Page export(Path to, boolean newest) {
        if (!isEmpty(to)) {
            throw new Complaint(
                    Exit.REFUSED,
                    "config export: "
                            + to
                            + " holds something already; name a directory that is empty or not"
                            + " there");
        }
        Migration migration = CtdbExport.of(read(etc), newest);
        ConfigPages pages = new ConfigPages("ConfigExport", etc, to, migration);
        if (migration.isRefused()) {
            return pages.refused("nothing was written: change what is refused in " + etc);
        }
        write(new DirectoryWriter(to, migration.targets()));
        return pages.written(Optional.empty(), List.of());
    }

    private static boolean isEmpty(Path directory) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (var listing = Files.list(directory)) {
            return listing.findAny().isEmpty();
        } catch (IOException notADirectory) {
            return false;
        }
    }

    private static SettingsDirectory read(Path directory) {
        try {
            return DirectoryReader.read(directory);
        } catch (UnusableDirectory unusable) {
            throw Complaint.notFound(String.valueOf(unusable.getMessage()));
        }
    }

    private static List<String> differing(DirectoryWriter writer) {
        try {
            return writer.differing();
        } catch (UnusableDirectory unusable) {
            throw new Complaint(Exit.NOT_PERMITTED, String.valueOf(unusable.getMessage()));
        }
    }

    private Optional<Path> write(DirectoryWriter writer) {
        try {
            return writer.write(STAMP.format(clock.instant()));
        } catch (UnusableDirectory unusable) {
            throw new Complaint(Exit.NOT_PERMITTED, String.valueOf(unusable.getMessage()));
        }
    }
}
