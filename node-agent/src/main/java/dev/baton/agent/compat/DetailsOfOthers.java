package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Interfaces of addresses on other nodes, for {@code ip -v all}: each owner is asked once. A node
 * that does not answer has no details.
 */
final class DetailsOfOthers {

    private static final List<String> NONE = List.of("", "", "");
    private static final List<String> QUESTION = List.of("-Y", "-x", "|", "-v", "ip");

    private final ToolCall call;
    private final Map<Pnn, Map<String, List<String>>> asked = new TreeMap<>();

    DetailsOfOthers(ToolCall call) {
        this.call = call;
    }

    /** Active, available and configured interfaces. */
    List<String> of(Pnn owner, IpAddress ip) {
        return asked.computeIfAbsent(owner, this::ask).getOrDefault(ip.toString(), NONE);
    }

    private Map<String, List<String>> ask(Pnn owner) {
        Map<String, List<String>> details = new TreeMap<>();
        Answer answer = OtherAgents.ask(call.context(), owner, QUESTION, call.line().timeLimit());
        for (String line : answer.stdout().lines().skip(1).toList()) {
            List<String> cells = List.of(line.split("\\|", -1));
            if (cells.size() >= 6) {
                details.put(cells.get(1), cells.subList(3, 6));
            }
        }
        return details;
    }
}
