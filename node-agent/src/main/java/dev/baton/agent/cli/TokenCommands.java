package dev.baton.agent.cli;

import dev.baton.agent.access.TokenFile;
import dev.baton.config.Role;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The part of the tree about tokens, who may do what over HTTP. */
final class TokenCommands {

    private static final Map<String, String> EXIT_CODES =
            Map.of(
                    "0", "done, and the answer is good",
                    "1", "a line of the file, or all of it, does not count",
                    "2", "wrong usage",
                    "3", "refused, nothing changed",
                    "4", "no such token",
                    "6", "not permitted",
                    "70", "a bug of ours");

    private TokenCommands() {}

    static CommandSpec token() {
        CommandSpec token =
                CommandTree.noun(
                        "token", "Who may do what over HTTP, on this node.", "baton token list");
        token.addSubcommand(
                "create",
                Leaf.offline(
                                "create",
                                "Makes a token and prints it, once: only its hash is kept.",
                                "baton token create alice --role operator --for 90d",
                                EXIT_CODES)
                        .option("--role", "ROLE", "viewer, operator or admin.")
                        .option("--for", "SPAN", "How long it works (default: until removed).")
                        .parameter("NAME", "1", "Who gets it; told in logs and history.")
                        .doing(line -> context -> create(pages(context), line)));
        token.addSubcommand(
                "list",
                Leaf.offline(
                                "list",
                                "Each token's name, role and end, and what is wrong in the file.",
                                "baton token list -o json",
                                EXIT_CODES)
                        .doing(_ -> context -> pages(context).list()));
        token.addSubcommand(
                "remove",
                Leaf.offline(
                                "remove",
                                "Removes a token; it works no more from then on.",
                                "baton token remove alice",
                                EXIT_CODES)
                        .parameter("NAME", "1", "Whose token.")
                        .doing(line -> context -> pages(context).remove(name(line))));
        return token;
    }

    private static TokenPages pages(CliContext context) {
        return new TokenPages(new TokenFile(context.settings().layout().tokens()), context.wall());
    }

    static Page create(TokenPages pages, ParseResult line) {
        String role = Manner.required(line, "token create", "--role", "viewer, operator or admin");
        Role wanted =
                Role.parse(role)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "--role expects viewer, operator or admin, got \""
                                                        + ShownText.of(role)
                                                        + "\""));
        return pages.create(name(line), wanted, lasting(CommandTree.option(line, "--for", "")));
    }

    private static Optional<Duration> lasting(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> span =
                Times.span(text)
                        .filter(it -> it.isPositive() && it.compareTo(TokenPages.LONGEST) <= 0);
        if (span.isEmpty()) {
            throw Complaint.usage(
                    "--for expects a span up to 3650d such as 90d, got \""
                            + ShownText.of(text)
                            + "\"");
        }
        return span;
    }

    static String name(ParseResult line) {
        return CommandTree.word(line, 0);
    }
}
