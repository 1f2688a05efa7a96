package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.RequestId;

/** Who waits for the answer to an operator's command. */
sealed interface Asker {

    /** Somebody on this node. */
    record Here(RequestId request) implements Asker {}

    /** A peer that passed it on. */
    record There(Pnn peer, long id) implements Asker {}
}
