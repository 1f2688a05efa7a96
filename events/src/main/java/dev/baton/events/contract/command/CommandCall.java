package dev.baton.events.contract.command;

import dev.baton.events.callout.Call;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One call of a configured command.
 *
 * @param action what it is for, such as {@code pool-start}
 * @param subject such as {@code pool:UUID}
 * @param arguments behind the program's name, each one element
 * @param node that calls it
 */
public record CommandCall(
        String action,
        String subject,
        Path program,
        List<String> arguments,
        String node,
        Duration limit)
        implements Call {

    /** The contract's name. */
    public static final String CONTRACT = "command";

    public CommandCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String contract() {
        return CONTRACT;
    }

    @Override
    public String provider() {
        return "settings";
    }
}
