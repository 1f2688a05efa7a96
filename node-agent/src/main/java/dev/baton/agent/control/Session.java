package dev.baton.agent.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.agent.access.Caller;

/** Who somebody is, as JSON. */
final class Session {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Session() {}

    static Reply of(Caller caller) {
        ObjectNode json =
                MAPPER.createObjectNode()
                        .put("apiVersion", "baton/v1")
                        .put("kind", "Session")
                        .put("name", caller.name())
                        .put("role", caller.role().word());
        caller.until().ifPresent(until -> json.put("expires", until.toString()));
        return Reply.json(200, json.toPrettyString() + "\n");
    }
}
