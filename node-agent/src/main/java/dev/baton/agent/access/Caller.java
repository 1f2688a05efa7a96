package dev.baton.agent.access;

import dev.baton.config.Role;

import java.time.Instant;
import java.util.Optional;

/**
 * Who asks over HTTP.
 *
 * @param name of the token; empty without one
 * @param until when the token ends
 */
public record Caller(String name, Role role, Optional<Instant> until) {

    /** Somebody without a token, who reads. */
    public static final Caller ANYBODY = new Caller("", Role.VIEWER, Optional.empty());
}
