package dev.baton.agent.compat;

import java.io.Serial;

/** The arguments of a command are not what its usage says; the tool then shows it. */
final class WrongArguments extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    WrongArguments() {
        super("wrong arguments", null, false, false);
    }
}
