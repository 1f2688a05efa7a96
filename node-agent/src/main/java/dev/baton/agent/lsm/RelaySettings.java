package dev.baton.agent.lsm;

import java.nio.file.Path;

/**
 * How plugins are served to clients.
 *
 * @param sockets the directory clients look into. Default: section 5.4
 * @param plugins where plugins are. Default: section 5.3
 * @param configuration of the daemon that is stood in for
 * @param connections at the same time, of all clients; those beyond wait to be taken
 * @param processes plugins that run at the same time; sessions beyond wait for one to end
 */
record RelaySettings(
        Path sockets, Path plugins, Path configuration, int connections, int processes) {}
