package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.runs.RunFolder;

import picocli.CommandLine.ParseResult;

import java.time.Clock;
import java.util.List;

/** {@code baton run ...} on the files of this node, without an agent. */
public final class OfflineRuns {

    private final StoredRuns runs;
    private final Clock clock;

    /**
     * Commands on stored runs.
     *
     * @param clock from which spans count back
     */
    public OfflineRuns(RunFolder folder, Clock clock) {
        this.runs = new StoredRuns(folder);
        this.clock = clock;
    }

    /** Carries out one line, its first word {@code run}. */
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
            case "list" ->
                    StoredRunPage.list(
                            runs.all(),
                            HistoryPage.instant(clock, CommandTree.option(line, "--since", "24h")));
            case "show" -> show(line);
            case "replay" -> ReplayPage.of(runs.find(CommandTree.word(line, 0)));
            default -> throw Complaint.usage(Usage.incomplete(line.commandSpec().commandLine()));
        };
    }

    private Page show(ParseResult line) {
        if (line.hasMatchedOption("--node")) {
            throw new Complaint(
                    Exit.REFUSED,
                    "run show: no agent runs here that could ask another; start it: baton agent");
        }
        return StoredRunPage.show(runs.find(CommandTree.word(line, 0)));
    }
}
