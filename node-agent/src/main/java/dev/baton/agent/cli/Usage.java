package dev.baton.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.List;
import java.util.Map;

/** Words about how a command is called. */
final class Usage {

    private Usage() {}

    /** What was wrong with a line, in one sentence with its cure. */
    static String sentence(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String what = String.valueOf(wrong.getMessage()).replace('\n', ' ');
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !command.getSubcommands().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            return "%s knows no \"%s\"; known: %s".formatted(name, word, known(command));
        }
        return "%s: %s. See: %s --help".formatted(name, lowered(what), name);
    }

    static String incomplete(CommandLine command) {
        return "%s: say what to do; known: %s"
                .formatted(command.getCommandSpec().qualifiedName(), known(command));
    }

    static Action page(CommandLine command) {
        String text = Cli.help(command);
        return _ -> new Page(Exit.DONE, "Help", Map.of(), text.lines().toList(), List.of());
    }

    private static String known(CommandLine command) {
        return String.join(", ", command.getSubcommands().keySet());
    }

    private static String lowered(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
