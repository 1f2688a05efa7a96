package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.events.process.ScriptFiles;

import picocli.CommandLine.ParseResult;

import java.util.List;

/** {@code baton script ...} when no agent runs: it works on files only. */
public final class OfflineScripts {

    private OfflineScripts() {}

    /**
     * Carries out a line.
     *
     * @param words the line, {@code script} first
     */
    public static Answer run(ScriptFiles files, List<String> words) {
        try {
            ParseResult line = Cli.parse(CommandTree.build(), words);
            if (line.isUsageHelpRequested()) {
                return new Answer(Exit.DONE, Cli.help(line.commandSpec().commandLine()), "");
            }
            Style style = Cli.style(line);
            Page page = page(files, line);
            return new Answer(page.exitCode(), style.write(page), style.warn(page));
        } catch (Complaint complaint) {
            return new Answer(complaint.exitCode(), "", "baton: " + complaint.sentence() + "\n");
        }
    }

    private static Page page(ScriptFiles files, ParseResult line) {
        return switch (line.commandSpec().name()) {
            case "list" -> ScriptPages.list(files, EventCommands.component(line));
            case "enable" ->
                    ScriptPages.enable(
                            files, EventCommands.component(line), EventCommands.word(line));
            case "disable" ->
                    ScriptPages.disable(
                            files, EventCommands.component(line), EventCommands.word(line));
            default -> throw Complaint.usage(Usage.incomplete(line.commandSpec().commandLine()));
        };
    }
}
