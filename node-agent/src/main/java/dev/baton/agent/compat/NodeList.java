package dev.baton.agent.compat;

import dev.baton.config.NodesFile;

import java.util.Optional;

/** {@code listnodes}, which needs no agent. Source: CTDB command contract, section 3.4. */
final class NodeList {

    private NodeList() {}

    static String text(NodesFile nodes, Optional<String> separator) {
        if (separator.isPresent()) {
            Rows rows = new Rows(separator.get());
            nodes.addresses().forEach(rows::row);
            return rows.toString();
        }
        StringBuilder text = new StringBuilder();
        nodes.addresses().values().forEach(ip -> text.append(ip).append('\n'));
        return text.toString();
    }
}
