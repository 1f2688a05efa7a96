package dev.baton.agent.cli;

import dev.baton.agent.callout.Refusal;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;

/** {@code provider}, {@code job} and {@code call}. */
final class StorageCommands {

    private static final String JOB = "Id of a job, such as 0.17.";

    /** What can be refused before anything runs. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws Refusal;
    }

    private StorageCommands() {}

    /** A refusal as the sentence and exit code operators get. */
    static <T> T ask(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (Refusal refusal) {
            int exit =
                    switch (refusal.kind()) {
                        case USAGE -> Exit.USAGE;
                        case NOT_FOUND -> Exit.NOT_FOUND;
                        case REFUSED -> Exit.REFUSED;
                        case UNANSWERED -> Exit.PARTLY_DONE;
                    };
            throw new Complaint(exit, refusal.sentence());
        }
    }

    static CommandSpec provider() {
        CommandSpec provider =
                CommandTree.noun(
                        "provider", "Storage providers of this node.", "baton provider list");
        provider.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "Each Ganeti ExtStorage provider of the search path, and whether"
                                        + " it can be used.",
                                "baton provider list")
                        .doing(_ -> ProviderPages::list));
        provider.addSubcommand(
                "diagnose",
                Leaf.reading(
                                "diagnose",
                                "What is wrong with providers, script by script, and what cures"
                                        + " it.",
                                "baton provider diagnose lvm")
                        .parameter("PROVIDER", "0..1", "Name of a provider. Default: all.")
                        .doing(
                                line ->
                                        context ->
                                                ProviderPages.diagnose(
                                                        context, CommandTree.word(line, 0))));
        provider.addSubcommand(
                "diff",
                Leaf.reading(
                                "diff",
                                "Which node has other providers, scripts, modes or owners than the"
                                        + " others.",
                                "baton provider diff lvm")
                        .parameter("PROVIDER", "0..1", "Name of a provider. Default: all.")
                        .doing(
                                line ->
                                        context ->
                                                ProviderPages.diff(
                                                        context, CommandTree.word(line, 0))));
        provider.addSubcommand(
                "new", OfflineProviders.leaf().doing(_ -> CommandTree.elsewhere("provider new")));
        return provider;
    }

    static CommandSpec job() {
        CommandSpec job = CommandTree.noun("job", "Storage jobs of all nodes.", "baton job list");
        job.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "The newest " + JobPages.MOST + " jobs, and how they ended.",
                                "baton job list")
                        .flag("--open", "Only those that wait or run.")
                        .doing(
                                line ->
                                        context ->
                                                JobPages.list(
                                                        context, line.hasMatchedOption("--open"))));
        job.addSubcommand(
                "show",
                Leaf.reading("show", "One job and its calls.", "baton job show 0.17")
                        .parameter("JOB", "1", JOB)
                        .doing(line -> context -> JobPages.show(context, id(line))));
        job.addSubcommand(
                "wait",
                Leaf.changing("wait", "Waits until a job is over.", "baton job wait 0.17")
                        .parameter("JOB", "1", JOB)
                        .doing(StorageCommands::await));
        job.addSubcommand(
                "cancel",
                Leaf.changing(
                                "cancel",
                                "Ends a job: what it has done so far is undone.",
                                "baton job cancel 0.17")
                        .parameter("JOB", "1", JOB)
                        .flag("--plan", "Show what would be ended and undone; do nothing.")
                        .doing(StorageCommands::cancel));
        return job;
    }

    private static String id(ParseResult line) {
        return CommandTree.word(line, 0);
    }

    private static Action await(ParseResult line) {
        Duration wait = CommandTree.waiting(line);
        return context -> JobPages.over(context, id(line), wait);
    }

    private static Action cancel(ParseResult line) {
        Duration wait = CommandTree.waiting(line);
        return line.hasMatchedOption("--plan")
                ? context -> JobPages.cancelPlan(context, id(line))
                : context -> JobPages.cancelled(context, id(line), wait);
    }

    static CommandSpec call() {
        CommandSpec call = CommandTree.noun("call", "Calls of storage scripts.", "baton call list");
        call.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "The newest " + CallPages.MOST + " calls, and how they ended.",
                                "baton call list --job 0.17")
                        .option("--job", "JOB", "Only those of a job.")
                        .doing(
                                line ->
                                        context ->
                                                CallPages.list(
                                                        context,
                                                        CommandTree.option(line, "--job", ""))));
        call.addSubcommand(
                "show",
                Leaf.reading(
                                "show",
                                "What was run with which arguments and variables, secrets masked,"
                                        + " what it printed, how it ended.",
                                "baton call show 12")
                        .parameter("CALL", "1", "Number of a call.")
                        .doing(line -> context -> CallPages.show(context, id(line))));
        return call;
    }
}
