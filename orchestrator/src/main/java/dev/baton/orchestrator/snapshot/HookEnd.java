package dev.baton.orchestrator.snapshot;

/** How a hook of a schedule ended. Source: storage call-outs contract, sections 2.4 and 2.5. */
public sealed interface HookEnd {

    /** It exited with 0, or there is none. */
    record Ok() implements HookEnd {}

    /** It says that the node is frozen, and holds it until it is let go; its end is told too. */
    record Held() implements HookEnd {}

    /** It said that there is nothing to do: no snapshot, and no error. */
    record Skip() implements HookEnd {}

    /** Anything else; a sentence. */
    record Failed(String why) implements HookEnd {}
}
