package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.ConfigProblem;
import dev.baton.config.Loaded;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What CTDB's commands answer while no agent runs: {@code version}, {@code listnodes} and help.
 * Source: CTDB command contract, section 1, "no daemon".
 */
public final class OfflineTools {

    private OfflineTools() {}

    /**
     * Carries out one call.
     *
     * @param words the program's name, then its arguments
     */
    public static Answer run(
            List<String> words, Map<String, String> environment, Loaded loaded, String version) {
        try {
            String program = words.isEmpty() ? "" : words.getFirst();
            if (!program.equals("ctdb")) {
                throw ToolFailure.of("baton: offline expects ctdb, got \"" + program + "\"");
            }
            ToolLine line = ToolOptions.read(words.subList(1, words.size()), environment);
            return answer(line, loaded, version);
        } catch (ToolFailure failure) {
            return failure.answer();
        }
    }

    private static Answer answer(ToolLine line, Loaded loaded, String version) {
        String command = line.command().orElse("");
        if (command.isEmpty() || line.help()) {
            return new Answer(line.help() ? 0 : 1, ToolCommands.usage(), "");
        }
        ToolCommands.find(command).ifPresent(known -> checkTarget(known, line));
        return switch (command) {
            case "version" -> ToolCall.print(AgentLines.version(version, line));
            case "listnodes" -> listnodes(line, loaded);
            default -> throw ToolFailure.of("ctdb: " + command + " needs a running agent");
        };
    }

    private static void checkTarget(ToolCommand command, ToolLine line) {
        if (line.node().isPresent()) {
            throw ToolFailure.of("Node cannot be specified for command " + command.name());
        }
    }

    private static Answer listnodes(ToolLine line, Loaded loaded) {
        return loaded.settings()
                .map(settings -> ToolCall.print(NodeList.text(settings.nodes(), line.machine())))
                .orElseThrow(
                        () ->
                                ToolFailure.of(
                                        loaded.problems().stream()
                                                .filter(ConfigProblem::isError)
                                                .map(problem -> "ctdb: " + problem)
                                                .collect(Collectors.joining("\n"))));
    }
}
