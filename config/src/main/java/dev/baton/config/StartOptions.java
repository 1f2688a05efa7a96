package dev.baton.config;

/**
 * The flags a node starts with. Source: CTDB events contract, section 15, {@code [legacy]}.
 *
 * @param disabled hosts nothing until an operator enables it
 * @param stopped takes no part until an operator continues it
 * @param leaderCapable may lead
 */
public record StartOptions(boolean disabled, boolean stopped, boolean leaderCapable) {

    /** A full member from the start. */
    public static final StartOptions DEFAULT = new StartOptions(false, false, true);
}
