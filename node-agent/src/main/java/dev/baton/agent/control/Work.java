package dev.baton.agent.control;

import java.util.List;

/** What is done for a route. */
sealed interface Work {

    /**
     * A line of the command that changes nothing, as JSON.
     *
     * @param words of the line; {@code {NAME}} stands for a given value, all others are options
     */
    record Reads(List<String> words) implements Work {
        public Reads {
            words = List.copyOf(words);
        }
    }

    /**
     * A line of the command that changes something.
     *
     * @param words as those of {@link Reads}
     * @param takesReason whether the command has {@code --reason}
     */
    record Changes(List<String> words, boolean takesReason) implements Work {
        public Changes {
            words = List.copyOf(words);
        }
    }

    /** What no command stands for. */
    enum Own implements Work {
        CONSOLE,
        METRICS,
        ALIVE,
        READY,
        VIEW,
        EVENTS,
        RUNBOOKS,
        RUNBOOK,
        METERS,
        SESSION
    }
}
