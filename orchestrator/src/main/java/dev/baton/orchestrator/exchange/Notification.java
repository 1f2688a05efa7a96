package dev.baton.orchestrator.exchange;

import java.util.Locale;

/** What notification scripts are told of. Source: CTDB events contract, section 10. */
public enum Notification {
    INIT,
    SETUP,
    STARTUP,
    HEALTHY,
    UNHEALTHY;

    /** The word a script gets. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
