package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.orchestrator.allocation.AllocationTable;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The commands that need no agent: {@code help}, {@code explain} and {@code ipalloc}. */
public final class OfflineCommands {

    private OfflineCommands() {}

    /** Carries one of them out; empty for any other command. */
    public static Optional<Answer> run(Invocation invocation) {
        List<String> words = invocation.arguments();
        String command = words.isEmpty() ? "help" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (command) {
            case "help", "--help", "-h" -> Optional.of(help(rest));
            case "explain" -> Optional.of(ExplainCommand.offline(words));
            case "ipalloc" ->
                    Optional.of(
                            ipalloc(
                                    new Invocation(
                                            invocation.directory(),
                                            rest,
                                            invocation.environment(),
                                            invocation.stdin())));
            default -> Optional.empty();
        };
    }

    /** The help of the command these words name; of the whole tree without words. */
    static Answer help(List<String> words) {
        CommandLine command = CommandTree.build();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                String known = String.join(", ", command.getSubcommands().keySet());
                return new Answer(
                        Exit.NOT_FOUND,
                        "",
                        "baton: help: %s has no command \"%s\"; known: %s%n"
                                .formatted(command.getCommandSpec().qualifiedName(), word, known));
            }
            command = next;
        }
        return new Answer(Exit.DONE, Cli.help(command), "");
    }

    /** The allocation program. Source: CTDB ipalloc contract, section 7. */
    static Answer ipalloc(Invocation invocation) {
        List<String> words = invocation.arguments();
        if (words.contains("--help") || words.contains("-h")) {
            return help(List.of("ipalloc"));
        }
        boolean multi = words.size() == 2 && words.get(1).equals("multi");
        if (words.isEmpty() || words.size() > (multi ? 2 : 1)) {
            return new Answer(
                    Exit.USAGE,
                    "",
                    "baton: ipalloc expects STATES [multi]. See: baton help ipalloc\n");
        }
        AllocationTable.Printed printed =
                AllocationTable.parse(
                        words.getFirst(),
                        multi,
                        invocation.stdin().lines().toList(),
                        invocation.environment(),
                        homeNodes(invocation));
        return new Answer(printed.exitCode(), lines(printed.stdout()), lines(printed.stderr()));
    }

    private static Optional<String> homeNodes(Invocation invocation) {
        String base = invocation.environment().getOrDefault("CTDB_BASE", "");
        Path file = Path.of(base, "home_nodes");
        try {
            return base.isEmpty() || !Files.isReadable(file)
                    ? Optional.empty()
                    : Optional.of(Files.readString(file));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
