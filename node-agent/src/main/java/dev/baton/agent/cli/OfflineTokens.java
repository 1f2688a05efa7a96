package dev.baton.agent.cli;

import dev.baton.agent.access.TokenFile;
import dev.baton.agent.control.Commands.Answer;

import picocli.CommandLine.ParseResult;

import java.time.Clock;
import java.util.List;

/** {@code baton token ...} when no agent runs: it works on the file only. */
public final class OfflineTokens {

    private final TokenPages pages;

    /** Commands on this file; tokens end by that clock. */
    public OfflineTokens(TokenFile file, Clock wall) {
        pages = new TokenPages(file, wall);
    }

    /** Carries out one line, its first word {@code token}. */
    public Answer run(List<String> words) {
        try {
            ParseResult line = Cli.parse(CommandTree.build(), words);
            if (line.isUsageHelpRequested()) {
                return new Answer(Exit.DONE, Cli.help(line.commandSpec().commandLine()), "");
            }
            Style style = Cli.style(line);
            Page page = page(line);
            return new Answer(page.exitCode(), style.write(page), style.warn(page));
        } catch (Complaint complaint) {
            return new Answer(complaint.exitCode(), "", "baton: " + complaint.sentence() + "\n");
        }
    }

    private Page page(ParseResult line) {
        return switch (line.commandSpec().name()) {
            case "create" -> TokenCommands.create(pages, line);
            case "list" -> pages.list();
            case "remove" -> pages.remove(TokenCommands.name(line));
            default -> throw Complaint.usage(Usage.incomplete(line.commandSpec().commandLine()));
        };
    }
}
