package dev.baton.agent.control;

import java.util.List;

/** What is done for a route. */
sealed interface Work {

    /** The type of a good answer's content. */
    String type();

    /** The name of its shape; empty for what is no JSON of ours. */
    String schema();

    /**
     * A line of the command that changes nothing, as JSON.
     *
     * @param words of the line; {@code {NAME}} stands for a given value, all others are options
     */
    record Reads(List<String> words, String schema) implements Work {
        public Reads {
            words = List.copyOf(words);
        }

        @Override
        public String type() {
            return "application/json";
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

        @Override
        public String type() {
            return "application/json";
        }

        @Override
        public String schema() {
            return "Called";
        }
    }

    /** What no command stands for. */
    enum Own implements Work {
        CONSOLE("text/html", ""),
        METRICS("text/plain", ""),
        ALIVE("text/plain", ""),
        READY("text/plain", ""),
        VIEW("application/json", "Status"),
        EVENTS("text/event-stream", ""),
        RUNBOOKS("text/markdown", ""),
        RUNBOOK("text/markdown", ""),
        METERS("application/json", "MeterList"),
        SESSION("application/json", "Session"),
        DOCUMENT("application/json", "");

        private final String type;
        private final String schema;

        Own(String type, String schema) {
            this.type = type;
            this.schema = schema;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public String schema() {
            return schema;
        }
    }
}
