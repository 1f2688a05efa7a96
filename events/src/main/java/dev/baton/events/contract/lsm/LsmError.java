package dev.baton.events.contract.lsm;

import java.util.Optional;

/**
 * Why something was not done, as it is on the wire.
 *
 * @param code one of {@link LsmCode}, or one a plugin made up
 * @param data what else there is to say; C sends an empty text for nothing, Python null
 */
public record LsmError(int code, String message, Optional<String> data) {

    public LsmError {
        data = data.filter(text -> !text.isEmpty());
    }

    /** Without data. */
    public static LsmError of(LsmCode code, String message) {
        return new LsmError(code.number(), message, Optional.empty());
    }

    /** Whether it is this one. */
    public boolean is(LsmCode other) {
        return code == other.number();
    }

    /** After which the plugin's process ends. Source: section 5.5. */
    public boolean endsTheSession() {
        return is(LsmCode.PLUGIN_BUG);
    }

    /** As {@code lsmcli} prints it: {@code NAME(code): message}. */
    public String sentence() {
        return LsmCode.of(code).map(Enum::name).orElse("ERROR") + "(" + code + "): " + message;
    }
}
