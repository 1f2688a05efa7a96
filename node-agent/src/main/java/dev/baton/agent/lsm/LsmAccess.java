package dev.baton.agent.lsm;

import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmUri;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls systems that libStorageMgmt's plugins manage. Thread: any; blocks. */
public interface LsmAccess {

    /** What came of beginning a session. */
    sealed interface Opening {

        /** It is to be closed. */
        record Open(LsmSession session) implements Opening {}

        /** It did not begin. */
        record Refused(LsmError error) implements Opening {}
    }

    /**
     * Begins a registered session with the plugin of a URI: the program below the plugin directory,
     * else whoever serves its socket.
     *
     * @param limit for each request; the plugin is ended {@link LsmSession#PATIENCE} after it
     */
    Opening open(LsmUri uri, Optional<String> password, Duration limit);

    /** Plugins of this node by scheme: programs, and sockets that have none. */
    SortedMap<String, Path> plugins();

    /** Where there is no agent. */
    LsmAccess NONE =
            new LsmAccess() {
                @Override
                public Opening open(LsmUri uri, Optional<String> password, Duration limit) {
                    return new Opening.Refused(
                            LsmError.of(
                                    LsmCode.NO_SUPPORT,
                                    "a saved view calls no plugins; ask the agent of the node"
                                            + " itself"));
                }

                @Override
                public SortedMap<String, Path> plugins() {
                    return new TreeMap<>();
                }
            };
}
