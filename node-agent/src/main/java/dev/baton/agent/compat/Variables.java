package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;

/** {@code getvar} and {@code listvars}. Source: CTDB command contract, sections 4 and 4.1. */
final class Variables {

    private Variables() {}

    /** The name as typed. */
    static Answer getvar(ToolCall call) {
        String name = call.argument(0);
        return ToolCall.print(line(name, tunables(call).get(known(name))));
    }

    /** CTDB's, not Baton's own, so that tools see the list they know. */
    static Answer listvars(ToolCall call) {
        Tunables tunables = tunables(call);
        StringBuilder text = new StringBuilder();
        for (Tunable tunable : TunableCatalog.all()) {
            if (!tunable.equals(TunableCatalog.IP_EVENT_PARALLELISM)) {
                text.append(line(tunable.name(), tunables.get(tunable)));
            }
        }
        return ToolCall.print(text.toString());
    }

    static Tunable known(String name) {
        return TunableCatalog.find(name)
                .orElseThrow(() -> ToolFailure.onStdout("No such tunable " + name));
    }

    private static Tunables tunables(ToolCall call) {
        return call.view().tunables();
    }

    private static String line(String name, int value) {
        return "%-26s = %d\n".formatted(name, value);
    }
}
