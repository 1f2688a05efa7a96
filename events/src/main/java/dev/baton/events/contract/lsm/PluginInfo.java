package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.util.Optional;

/** What a plugin says of itself. Source: storage call-outs contract, section 5.7. */
public record PluginInfo(String description, String version) {

    /** From the result of {@code plugin_info}; empty where that is something else. */
    public static Optional<PluginInfo> of(JsonNode result) {
        return LsmMethod.PLUGIN_INFO.reply().objection("plugin_info", result).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new PluginInfo(result.path(0).textValue(), result.path(1).textValue()));
    }

    /** For the wire. */
    public JsonNode value() {
        return JsonNodeFactory.instance.arrayNode().add(description).add(version);
    }
}
