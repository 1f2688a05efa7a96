package dev.baton.agent.cli;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.opennebula.DriverPlan;
import dev.baton.events.contract.ganeti.Words;

import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.List;

/**
 * How a command about storage is to be carried out, and the words all of them read alike.
 *
 * @param planned whether it is only to be shown what would be run
 * @param patience how long its end is waited for
 */
record Manner(boolean planned, Duration patience) {

    static Manner of(ParseResult line) {
        return new Manner(line.hasMatchedOption("--plan"), CommandTree.waiting(line));
    }

    /** A command that can be planned. */
    static Leaf changing(String name, String description, String example) {
        return Leaf.changing(name, description, example)
                .flag("--plan", "Show what would be run; run nothing.");
    }

    /** An option without which a command has no meaning. */
    static String required(ParseResult line, String command, String option, String expected) {
        if (!line.hasMatchedOption(option)) {
            throw Complaint.usage(
                    "%1$s: %2$s expects %3$s. See: baton %1$s --help"
                            .formatted(command, option, expected));
        }
        return CommandTree.option(line, option, "");
    }

    /** A size in MiB. */
    static long size(String text) {
        return Words.mebibytes(text)
                .orElseThrow(
                        () ->
                                Complaint.usage(
                                        "expected a size of whole MiB such as 512MiB, 10GiB or"
                                                + " 1TiB, got \"%s\""
                                                        .formatted(ShownText.of(text))));
    }

    /** A number of at most 9 digits. */
    static int number(String what, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw Complaint.usage(
                    "%s expects a number of at most 9 digits, got \"%s\""
                            .formatted(what, ShownText.of(text)));
        }
        return Integer.parseInt(text);
    }

    /** Plans or takes a job of drivers. */
    Page ofDrivers(
            CliContext context,
            StorageCommands.Asking<DriverPlan> planning,
            StorageCommands.Asking<JobRecord> taking) {
        if (planned) {
            return DriverPages.plan(StorageCommands.ask(planning));
        }
        JobRecord job = StorageCommands.ask(taking);
        return JobPages.accepted(context, new StorageAccess.Accepted(job, List.of()), patience);
    }
}
