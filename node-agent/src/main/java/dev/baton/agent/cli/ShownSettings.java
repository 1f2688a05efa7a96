package dev.baton.agent.cli;

import dev.baton.config.Setting;

import java.util.List;
import java.util.function.Supplier;

/**
 * The settings of this node, for people.
 *
 * @param inForce as they were when the agent started
 * @param now as the files say them; blocks on files
 */
public record ShownSettings(List<Setting> inForce, Supplier<List<Setting>> now) {

    /** Where no files are. */
    public static final ShownSettings NONE = new ShownSettings(List.of(), List::of);

    public ShownSettings {
        inForce = List.copyOf(inForce);
    }
}
