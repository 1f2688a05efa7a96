package dev.baton.events.contract.quantastor;

import java.util.Optional;

/**
 * Whether system-poststart is due: once for each boot of the machine, and again when its file was
 * deleted. Source: storage call-outs contract, section 2.3.
 */
public final class BootMarker {

    private BootMarker() {}

    /**
     * Whether the hook is to be called at this start of the agent.
     *
     * @param stored what the file holds; empty when there is none
     * @param boot the kernel's id of this boot
     */
    public static boolean isDue(Optional<String> stored, String boot) {
        return stored.filter(text -> text.strip().equals(boot)).isEmpty();
    }
}
