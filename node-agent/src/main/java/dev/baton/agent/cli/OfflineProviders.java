package dev.baton.agent.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.events.contract.ganeti.Words;

import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code provider new}: a provider that works, to be changed into one's own. It is a copy of one we
 * ship, so that what authors begin with is what our own tests use.
 */
public final class OfflineProviders {

    /** Which of our providers is written in which language, and where its work is done. */
    private static final Map<String, List<String>> LANGUAGES =
            Map.of(
                    "sh",
                    List.of("loop", "volume.sh"),
                    "java",
                    List.of("files", "src/Provider.java"));

    private static final Map<String, String> EXIT_CODES =
            Map.of(
                    "0", "done",
                    "2", "wrong usage",
                    "3", "refused, nothing was written",
                    "6", "cannot write",
                    "70", "a bug of ours");

    private final Path examples;
    private final Path here;

    /**
     * Commands of one distribution.
     *
     * @param home the directory with bin, lib and share
     * @param here what relative paths are relative to
     */
    public OfflineProviders(Path home, Path here) {
        this.examples = home.resolve("share/callouts/extstorage");
        this.here = here;
    }

    static Leaf leaf() {
        return Leaf.offline(
                        "new",
                        "Makes the directory of a provider that works, to be changed into your"
                                + " own: its scripts, the kit they use, one file with the work.",
                        "baton provider new mine --lang sh --in /srv/ganeti/extstorage",
                        EXIT_CODES)
                .option("--lang", "LANGUAGE", "sh or java.")
                .option("--in", "DIR", "Where its directory is made (default: here).")
                .parameter("NAME", "1", "Of the provider: letters, digits, '_' and '-'.");
    }

    /** Carries out one line, its first words {@code provider new}. */
    public Answer run(List<String> words) {
        try {
            ParseResult line = Cli.parse(CommandTree.build(), words);
            if (line.isUsageHelpRequested()) {
                return new Answer(Exit.DONE, Cli.help(line.commandSpec().commandLine()), "");
            }
            Style style = Cli.style(line);
            Page page = make(line);
            return new Answer(page.exitCode(), style.write(page), style.warn(page));
        } catch (Complaint complaint) {
            return new Answer(complaint.exitCode(), "", "baton: " + complaint.sentence() + "\n");
        }
    }

    private Page make(ParseResult line) {
        String name = CommandTree.word(line, 0);
        Words.provider(name)
                .ifPresent(
                        wrong -> {
                            throw Complaint.usage(wrong);
                        });
        String language = CommandTree.option(line, "--lang", "");
        if (!LANGUAGES.containsKey(language)) {
            throw Complaint.usage(
                    "provider new: --lang expects sh or java, got \"%s\". See: baton provider new --help"
                            .formatted(ShownText.of(language)));
        }
        Path target = here.resolve(CommandTree.option(line, "--in", "")).resolve(name).normalize();
        if (Files.exists(target)) {
            throw new Complaint(
                    Exit.REFUSED, target + " is there already; choose another name or remove it");
        }
        List<String> example = LANGUAGES.getOrDefault(language, List.of());
        copy(examples.resolve(example.getFirst()), target);
        return Page.sentence(
                "NewProvider",
                Json.object("provider", name, "path", target.toString(), "language", language),
                "made %s; change %s%s, then look: baton provider diagnose %s"
                        .formatted(
                                target,
                                target.resolve(example.getLast()),
                                language.equals("java") ? " and call " + target + "/build" : "",
                                name));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                    Files.setPosixFilePermissions(
                            copy,
                            PosixFilePermissions.fromString(
                                    isScript(copy) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        } catch (IOException unwritable) {
            throw new Complaint(Exit.NOT_PERMITTED, "cannot make %s: %s".formatted(to, unwritable));
        }
    }

    private static boolean isScript(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(2), ISO_8859_1).equals("#!");
        }
    }
}
