package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.config.ClusterSettings;
import dev.baton.config.ConfigProblem;
import dev.baton.config.Layout;
import dev.baton.config.Loaded;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What CTDB's commands answer while no agent runs: {@code ctdb-config}, and of {@code ctdb} the
 * version, {@code listnodes}, help, and what a ctdbd beside Baton answers. Source: CTDB command
 * contract, section 1, "no daemon".
 */
public final class OfflineTools {

    private final Layout layout;
    private final Function<Map<String, String>, Loaded> loader;
    private final String version;

    /**
     * Tools over the files of this machine.
     *
     * @param layout where they are when the environment does not say otherwise
     * @param loader reads all settings as an agent with this environment would
     */
    public OfflineTools(
            Layout layout, Function<Map<String, String>, Loaded> loader, String version) {
        this.layout = layout;
        this.loader = loader;
        this.version = version;
    }

    /**
     * Carries out one call.
     *
     * @param words the program's name, then its arguments
     */
    public Answer run(List<String> words, Map<String, String> environment) {
        String program = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (program) {
            case "ctdb" -> ctdb(rest, environment);
            case "ctdb-config" ->
                    new ConfigTool(layout, environment, loader)
                            .run(new Invocation("/", rest, environment, ""));
            default ->
                    ToolFailure.of(
                                    "baton: offline expects ctdb or ctdb-config, got \""
                                            + program
                                            + "\"")
                            .answer();
        };
    }

    private Answer ctdb(List<String> words, Map<String, String> environment) {
        try {
            return answer(ToolOptions.read(words, environment), environment);
        } catch (ToolFailure failure) {
            return failure.answer();
        }
    }

    private Answer answer(ToolLine line, Map<String, String> environment) {
        String command = line.command().orElse("");
        if (command.isEmpty() || line.help()) {
            return new Answer(line.help() ? 0 : 1, ToolCommands.usage(), "");
        }
        if (ToolCommands.isAboutDatabases(command)) {
            return databases(command, settings(environment));
        }
        ToolCommands.find(command).ifPresent(known -> checkTarget(known, line));
        return switch (command) {
            case "version" -> ToolCall.print(AgentLines.version(version, line));
            case "listnodes" -> listnodes(line, settings(environment));
            default -> throw ToolFailure.of("ctdb: " + command + " needs a running agent");
        };
    }

    private static void checkTarget(ToolCommand command, ToolLine line) {
        if (line.node().isPresent()) {
            throw ToolFailure.of("Node cannot be specified for command " + command.name());
        }
    }

    private static Answer listnodes(ToolLine line, ClusterSettings settings) {
        return ToolCall.print(NodeList.text(settings.nodes(), line.machine()));
    }

    private static Answer databases(String command, ClusterSettings settings) {
        return settings.databases()
                .map(HandOver::offline)
                .orElseThrow(
                        () ->
                                ToolFailure.of(
                                        "ctdb: "
                                                + command
                                                + " is not supported: Baton keeps no databases"));
    }

    private ClusterSettings settings(Map<String, String> environment) {
        Loaded loaded = loader.apply(environment);
        return loaded.settings()
                .orElseThrow(
                        () ->
                                ToolFailure.of(
                                        loaded.problems().stream()
                                                .filter(ConfigProblem::isError)
                                                .map(problem -> "ctdb: " + problem)
                                                .collect(Collectors.joining("\n"))));
    }
}
