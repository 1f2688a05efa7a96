package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

/** Something an allocation could not respect. Source: CTDB ipalloc contract, section 3. */
public sealed interface AllocationWarning {

    /** The home of an address is the number of no node; the usual node was taken instead. */
    record HomeIsNoNode(IpAddress ip, Pnn home, int nodes) implements AllocationWarning {
        @Override
        public String toString() {
            return "home of " + ip + " ignored: there is no node " + home + " among " + nodes;
        }
    }

    /** NoIPFailback is set, but the deterministic algorithm knows no such thing. */
    record NoFailbackIgnored() implements AllocationWarning {
        @Override
        public String toString() {
            return "NoIPFailback ignored: it has no meaning for deterministic allocation";
        }
    }
}
