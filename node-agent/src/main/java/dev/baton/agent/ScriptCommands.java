package dev.baton.agent;

import dev.baton.agent.cli.OfflineScripts;
import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.eventd.EventTool;
import dev.baton.config.Layout;
import dev.baton.events.process.ScriptFiles;

import java.util.List;
import java.util.Optional;

/** Commands on the files of scripts, when neither agent nor event daemon runs. */
final class ScriptCommands {

    private ScriptCommands() {}

    /** {@code ctdb-event ...} and {@code script ...}; empty for any other command. */
    static Optional<Answer> run(Invocation invocation) {
        List<String> words = invocation.arguments();
        String program = words.isEmpty() ? "" : words.getFirst();
        return switch (program) {
            case EventTool.NAME ->
                    Optional.of(
                            EventTool.onFiles(files(invocation))
                                    .answer(
                                            words.subList(1, words.size()),
                                            invocation.environment()));
            case "script" -> Optional.of(OfflineScripts.run(files(invocation), words));
            default -> Optional.empty();
        };
    }

    private static ScriptFiles files(Invocation invocation) {
        Layout layout = Layout.system().withEnvironment(invocation.environment());
        return ScriptWiring.files(layout, invocation.environment(), Home.find());
    }
}
