package dev.baton.testcluster.agent;

import dev.baton.testcluster.scenario.Action;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the event scripts of real nodes do. One script before that of the interfaces, and one behind
 * it, are written anew with each change; the one in front may do the work in its own way.
 */
final class ScriptConduct {

    private static final String INTERFACES = "10.interface";
    private static final String BEHIND = "50.scenario";
    private static final String ANY = "any";

    /** Calls the system's ip by its path, so that nothing adds a lifetime. */
    private static final String FOR_EVER =
            """
            ip=$(PATH=/usr/sbin:/sbin:/usr/bin:/bin; command -v ip)
                case $1 in
                takeip)
                    $ip addr replace "$3/$4" dev "$2" nodad 2>/dev/null ||
                        $ip addr replace "$3/$4" dev "$2"
                    ;;
                releaseip) $ip addr del "$3/$4" dev "$2" 2>/dev/null ;;
                esac
                exit 0\
            """;

    private record Told(TreeMap<String, String> instead, TreeMap<String, String> behind) {}

    private final TreeMap<String, Told> told = new TreeMap<>();
    private final TreeMap<String, String> shipped = new TreeMap<>();

    void behave(AgentNode agent, String event, Action.Conduct conduct) {
        Told those = told(agent);
        those.instead().remove(event);
        those.behind().remove(event);
        switch (conduct) {
            case WORK -> {
                // as nothing is said of it
            }
            case FAIL -> those.behind().put(event, "echo 'fails on purpose'; exit 1");
            case HANG -> those.behind().put(event, "sleep 1000");
            case STALL -> those.instead().put(event, "sleep 1000");
            case LIE -> those.instead().put(event, "exit 0");
            case IGNORE_LIFETIMES -> those.instead().put(event, FOR_EVER);
        }
        write(agent);
    }

    void endLate(AgentNode agent, String event, Duration length) {
        Told those = told(agent);
        those.instead().remove(event);
        those.behind().put(event, "sleep %.3f".formatted(length.toMillis() / 1e3));
        write(agent);
    }

    private Told told(AgentNode agent) {
        return told.computeIfAbsent(agent.name(), _ -> new Told(new TreeMap<>(), new TreeMap<>()));
    }

    private void write(AgentNode agent) {
        Told those = told(agent);
        String original = shipped.computeIfAbsent(agent.name(), _ -> agent.legacy(INTERFACES));
        agent.script(
                INTERFACES,
                those.instead().isEmpty()
                        ? original
                        : "#!/bin/sh\n" + cases(those.instead()) + "\n" + withoutShebang(original));
        agent.script(BEHIND, "#!/bin/sh\n" + cases(those.behind()) + "\nexit 0\n");
    }

    /** The comments that offer a shortcut go with it, so that the agent runs what is written. */
    private static String withoutShebang(String original) {
        return original.substring(original.indexOf('\n') + 1)
                .replace("# baton-shortcut:", "# without a shortcut:");
    }

    private static String cases(Map<String, String> events) {
        StringBuilder cases = new StringBuilder("case $1 in\n");
        events.forEach(
                (event, does) ->
                        cases.append(event.equals(ANY) ? "*" : event)
                                .append(")\n    ")
                                .append(does)
                                .append("\n    ;;\n"));
        return cases.append("esac").toString();
    }

    /** As shipped again. */
    void restore(AgentNode agent) {
        if (told.remove(agent.name()) != null) {
            agent.script(INTERFACES, shipped.getOrDefault(agent.name(), ""));
            agent.remove(BEHIND);
        }
    }
}
