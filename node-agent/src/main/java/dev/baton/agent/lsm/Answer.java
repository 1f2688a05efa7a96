package dev.baton.agent.lsm;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.events.contract.lsm.LsmError;

/** What came of a call. */
public sealed interface Answer {

    /** It was done, or began as a job. */
    record Done(JsonNode value) implements Answer {}

    /** It was not done. */
    record Refused(LsmError error) implements Answer {}

    /**
     * A change of which nobody saw the end: to be looked for before it is repeated. Source: storage
     * call-outs contract, section 5.11.
     */
    record Unknown(LsmError error) implements Answer {}
}
