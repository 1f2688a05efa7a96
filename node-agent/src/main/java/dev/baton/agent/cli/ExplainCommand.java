package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.runbook.Runbooks;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Map;

/** {@code explain [ALERT]}: what an alert means and what to do, also without an agent. */
final class ExplainCommand {

    private ExplainCommand() {}

    static CommandSpec explain() {
        return Leaf.offline(
                        "explain",
                        "What an alert means, and what to do; without a name, all alerts. Needs"
                                + " neither an agent nor internet.",
                        "baton explain BatonPublicIpHeldTwice",
                        Map.of(
                                "0", "done",
                                "2", "wrong usage",
                                "4", "no such alert",
                                "70", "a bug of ours"))
                .parameter("ALERT", "0..1", "Its name, with or without Baton before it.")
                .doing(line -> _ -> page(CommandTree.word(line, 0)));
    }

    /** Without an agent. */
    static Answer offline(List<String> words) {
        try {
            ParseResult line = Cli.parse(CommandTree.build(), words);
            if (line.isUsageHelpRequested()) {
                return new Answer(Exit.DONE, Cli.help(line.commandSpec().commandLine()), "");
            }
            Style style = Cli.style(line);
            Page page = page(CommandTree.word(line, 0));
            return new Answer(page.exitCode(), style.write(page), style.warn(page));
        } catch (Complaint complaint) {
            return new Answer(complaint.exitCode(), "", "baton: " + complaint.sentence() + "\n");
        }
    }

    private static Page page(String alert) {
        List<String> all = Runbooks.alerts();
        if (alert.isEmpty()) {
            return new Page(Exit.DONE, "Alerts", Json.object("alerts", all), all, all);
        }
        String text =
                Runbooks.page(alert)
                        .orElseThrow(
                                () ->
                                        Complaint.notFound(
                                                "explain: no alert is called \""
                                                        + ShownText.of(alert)
                                                        + "\"; see all with: baton explain"));
        return new Page(
                Exit.DONE,
                "Runbook",
                Json.object("text", text),
                text.lines().toList(),
                List.of(alert));
    }
}
