package dev.baton.agent;

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

    /** {@code ctdb-event ...}; empty for any other command. */
    static Optional<Answer> run(Invocation invocation) {
        List<String> words = invocation.arguments();
        if (words.isEmpty() || !words.getFirst().equals(EventTool.NAME)) {
            return Optional.empty();
        }
        Layout layout = Layout.system().withEnvironment(invocation.environment());
        ScriptFiles files = EventDaemon.scriptFiles(layout, invocation.environment(), Home.find());
        return Optional.of(
                EventTool.onFiles(files)
                        .answer(words.subList(1, words.size()), invocation.environment()));
    }
}
