package dev.baton.agent.core;

import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RequestId;

/** Who is told what an operator's command came to. Thread: the core's; must not wait. */
@FunctionalInterface
public interface Replies {

    void reply(RequestId request, OperatorReply reply);
}
