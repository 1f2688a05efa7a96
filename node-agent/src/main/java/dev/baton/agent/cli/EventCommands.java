package dev.baton.agent.cli;

import dev.baton.events.NamedEvent;
import dev.baton.events.process.EventRequest;
import dev.baton.events.process.ScriptFiles;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.List;

/** The part of the tree about events and their scripts. */
final class EventCommands {

    private static final String COMPONENT = "--component";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private EventCommands() {}

    static CommandSpec event() {
        CommandSpec event =
                Leaf.described("event", "Events and their scripts.", "baton event status");
        event.addSubcommand("status", status());
        event.addSubcommand("run", run());
        event.addSubcommand(
                "serve",
                Leaf.reading(
                                "serve",
                                "Runs events for ctdb-event in the foreground, without a cluster,"
                                        + " until it is told to end.",
                                "baton event serve")
                        .doing(_ -> CommandTree.elsewhere("event serve")));
        return event;
    }

    private static CommandSpec status() {
        return Leaf.reading(
                        "status",
                        "The last result of each event and script on a node, or of one event on"
                                + " this one.",
                        "baton event status monitor -o json")
                .option(COMPONENT, "NAME", "Directory below events (default legacy).")
                .option("--node", "NODE", "Of another node, all events.")
                .option("--tail", "N", "Only so many characters of what each script printed.")
                .parameter("EVENT", "0..1", "The name of an event.")
                .doing(EventCommands::status);
    }

    private static Action status(ParseResult line) {
        String node = CommandTree.option(line, "--node", "");
        int tail = Manner.number("--tail", CommandTree.option(line, "--tail", "65536"));
        if (!line.hasMatchedPositional(0)) {
            return node.isEmpty()
                    ? context -> EventPage.of(context, tail)
                    : context -> EventsElsewhere.of(context, node, tail);
        }
        if (!node.isEmpty()) {
            throw Complaint.usage(
                    "event status: --node tells all events of a node; leave EVENT out. See: baton"
                            + " event status --help");
        }
        return context -> EventRuns.last(context, named(line));
    }

    private static CommandSpec run() {
        return Leaf.reading(
                        "run",
                        "Runs an event's scripts now and waits for them; by this node's queue, and"
                                + " without effect on its health. Exits with 1 if a script fails, 7"
                                + " if they take too long.",
                        "baton event run monitor --limit 10s")
                .option(COMPONENT, "NAME", "Directory below events (default legacy).")
                .option("--limit", "SPAN", "Longest time for all scripts (default 30s).")
                .flag("--through-failures", "Go on after a failing script; fail at the end.")
                .parameter("EVENT", "1", "Any name; scripts get it as first argument.")
                .parameter("ARGUMENT", "0..*", "More arguments of the scripts.")
                .doing(
                        line -> {
                            EventRequest request =
                                    new EventRequest(
                                            named(line),
                                            limit(line),
                                            line.hasMatchedOption("--through-failures"));
                            return context -> EventRuns.run(context, request);
                        });
    }

    static CommandSpec script() {
        CommandSpec script = Leaf.described("script", "Scripts of events.", "baton script list");
        script.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "Scripts of a component, those delivered first.",
                                "baton script list --component legacy")
                        .option(COMPONENT, "NAME", "Directory below events (default legacy).")
                        .doing(
                                line ->
                                        context ->
                                                ScriptPages.list(files(context), component(line))));
        script.addSubcommand(
                "enable",
                Leaf.reading(
                                "enable",
                                "Links a delivered script, or makes a file executable.",
                                "baton script enable 10.interface")
                        .option(COMPONENT, "NAME", "Directory below events (default legacy).")
                        .parameter("SCRIPT", "1", "Its name, such as 10.interface.")
                        .doing(
                                line ->
                                        context ->
                                                ScriptPages.enable(
                                                        files(context),
                                                        component(line),
                                                        word(line))));
        script.addSubcommand(
                "disable",
                Leaf.reading(
                                "disable",
                                "Removes the link, or the file's execute bits.",
                                "baton script disable 10.interface")
                        .option(COMPONENT, "NAME", "Directory below events (default legacy).")
                        .parameter("SCRIPT", "1", "Its name, such as 10.interface.")
                        .doing(
                                line ->
                                        context ->
                                                ScriptPages.disable(
                                                        files(context),
                                                        component(line),
                                                        word(line))));
        return script;
    }

    private static NamedEvent named(ParseResult line) {
        String name = word(line);
        if (name.isEmpty()) {
            throw Complaint.usage("expected the name of an event, got \"\"");
        }
        String[] rest = line.matchedPositionalValue(1, new String[0]);
        return new NamedEvent(component(line), name, List.of(rest));
    }

    private static Duration limit(ParseResult line) {
        String text = line.matchedOptionValue("--limit", "30s");
        return Times.span(text)
                .filter(span -> span.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () ->
                                Complaint.usage(
                                        "--limit expects a span up to 10m such as 30s, got \""
                                                + text
                                                + "\""));
    }

    private static ScriptFiles files(CliContext context) {
        return context.events().files();
    }

    static String component(ParseResult line) {
        return line.matchedOptionValue(COMPONENT, NamedEvent.LEGACY);
    }

    static String word(ParseResult line) {
        return line.matchedPositionalValue(0, "");
    }
}
