package dev.baton.agent.round;

import dev.baton.config.Pnn;

/** Carries letters to other nodes; one may be lost. */
@FunctionalInterface
interface RoundPost {

    void send(Pnn to, RoundLetter letter);
}
