package dev.baton.agent.cli;

/** A parsed command, ready to run; a failure is thrown as a {@link Complaint}. */
@FunctionalInterface
interface Action {
    Page run(CliContext context);
}
