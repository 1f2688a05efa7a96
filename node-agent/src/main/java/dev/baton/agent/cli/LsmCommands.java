package dev.baton.agent.cli;

import dev.baton.events.contract.lsm.LsmMethod;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code lsm}: systems that libStorageMgmt's plugins manage, called from this node. */
final class LsmCommands {

    private static final String URI =
            "SCHEME://[USER@]HOST[:PORT][/PATH][?KEY=VALUE], no password in it.";

    private LsmCommands() {}

    static CommandSpec lsm() {
        CommandSpec lsm = any();
        SortedMap<String, CommandSpec> nouns = new TreeMap<>();
        for (LsmVerb each : LsmVerb.ALL) {
            nouns.computeIfAbsent(each.noun(), _ -> noun(each))
                    .addSubcommand(each.verb(), verb(each));
        }
        nouns.computeIfPresent("job", (_, job) -> job.addSubcommand("wait", await()));
        nouns.computeIfPresent("plugin", (_, plugin) -> plugin.addSubcommand("list", plugins()));
        nouns.forEach(lsm::addSubcommand);
        return lsm;
    }

    private static CommandSpec noun(LsmVerb first) {
        return CommandTree.noun(
                first.noun(), "Of the system behind a URI: " + first.noun() + ".", first.example());
    }

    /** Any method, by its own name. */
    private static CommandSpec any() {
        return options(
                        Leaf.changing(
                                "lsm",
                                "Systems that libStorageMgmt's plugins manage. With a URI and a"
                                        + " method of the contract: calls it. Objects are named by"
                                        + " id, name or as JSON; lists by commas. A method that"
                                        + " begins a job is waited for.",
                                "baton lsm sim:// volume_create pool=POO1 volume_name=v"
                                        + " size_bytes=1GiB"),
                        true)
                .parameter("URI", "0..1", URI)
                .parameter("METHOD", "0..1", "Such as pools, volumes or fs_create.")
                .parameter("NAME=VALUE", "0..*", "Parameters, or one JSON object with all.")
                .doing(LsmCommands::any);
    }

    private static Action any(ParseResult line) {
        if (!line.hasMatchedPositional(1)) {
            throw Complaint.usage(
                    "baton lsm: expected a URI and a method, such as sim:// pools; or say what to"
                            + " do; known: "
                            + String.join(", ", line.commandSpec().subcommands().keySet()));
        }
        List<String> words =
                line.hasMatchedPositional(2)
                        ? Arrays.asList(line.matchedPositionalValue(2, new String[0]))
                        : List.of();
        return LsmAsk.of(line, LsmAsk.method(CommandTree.word(line, 1)), given(words))::carryOut;
    }

    private static SortedMap<String, String> given(List<String> words) {
        if (words.size() == 1 && words.getFirst().startsWith("{")) {
            SortedMap<String, String> all = LsmWords.ofObject(words.getFirst(), "parameters");
            LsmAsk.refuseSecrets(all.keySet());
            return all;
        }
        return GivenParameters.read(LsmAsk::isSecret, "parameter", words);
    }

    private static CommandSpec verb(LsmVerb verb) {
        Leaf leaf =
                verb.changes()
                        ? Leaf.changing(verb.verb(), verb.description(), verb.example())
                        : Leaf.reading(verb.verb(), verb.description(), verb.example());
        leaf = options(leaf, verb.changes()).parameter("URI", "1", URI);
        for (LsmVerb.Argument each : verb.all()) {
            String what = "The method's " + each.parameter() + ".";
            leaf =
                    each.isOption()
                            ? leaf.option(
                                    each.name(),
                                    "VALUE",
                                    what + (each.required() ? " Needed." : ""))
                            : leaf.parameter(each.name(), "1", what);
        }
        return leaf.doing(line -> typed(verb, line));
    }

    private static Leaf options(Leaf leaf, boolean changes) {
        Leaf all =
                leaf.option("--password-file", "FILE", "Its first line is the URI's password.")
                        .option("--params", "FILE", "More parameters: NAME=VALUE lines, or JSON.")
                        .option("--limit", "SPAN", "For each request (default 30s).");
        return changes ? all.flag("--plan", "Show the request; send nothing that changes.") : all;
    }

    private static Action typed(LsmVerb verb, ParseResult line) {
        SortedMap<String, String> given = new TreeMap<>();
        int position = 1;
        for (LsmVerb.Argument each : verb.all()) {
            String value =
                    each.isOption()
                            ? CommandTree.option(line, each.name(), "")
                            : CommandTree.word(line, position++);
            boolean isGiven = !each.isOption() || line.hasMatchedOption(each.name());
            if (!isGiven && each.required()) {
                throw Complaint.usage(
                        "lsm %s %s: give %s. See: baton lsm %s %s --help"
                                .formatted(
                                        verb.noun(),
                                        verb.verb(),
                                        each.name(),
                                        verb.noun(),
                                        verb.verb()));
            }
            if (isGiven) {
                given.put(each.parameter(), value);
            }
        }
        return LsmAsk.of(line, verb.method(), given)::carryOut;
    }

    private static CommandSpec plugins() {
        return Leaf.reading(
                        "list",
                        "Plugins of this node: programs, and sockets of others.",
                        "baton lsm plugin list")
                .doing(_ -> LsmPages::plugins);
    }

    private static CommandSpec await() {
        return options(
                        Leaf.changing(
                                "wait",
                                "Waits until a job has ended, and lets go of it; the job goes on if"
                                        + " that takes longer.",
                                "baton lsm job wait sim:// JOB_7"),
                        false)
                .parameter("URI", "1", URI)
                .parameter("JOB", "1", "Its id.")
                .doing(LsmCommands::await);
    }

    private static Action await(ParseResult line) {
        SortedMap<String, String> none = new TreeMap<>();
        LsmAsk ask = LsmAsk.of(line, LsmMethod.JOB_STATUS, none);
        return context -> ask.await(context, CommandTree.word(line, 1));
    }
}
