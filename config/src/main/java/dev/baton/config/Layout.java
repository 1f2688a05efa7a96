package dev.baton.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the files of one node are.
 *
 * <p>Source: CTDB events contract, section 15, for the names below {@code etc} and for CTDB_BASE.
 *
 * @param etc written by administrators
 * @param run gone after a reboot
 * @param var kept by the agent
 * @param socket where the agent listens for its command
 */
public record Layout(Path etc, Path run, Path var, Path socket) {

    /** With the agent's socket where it usually is. */
    public Layout(Path etc, Path run, Path var) {
        this(etc, run, var, run.resolve("agent.sock"));
    }

    /** An installed node. */
    public static Layout system() {
        return new Layout(Path.of("/etc/baton"), Path.of("/run/baton"), Path.of("/var/lib/baton"));
    }

    /** All three below one directory, as {@code --base DIR} says. */
    public static Layout under(Path base) {
        return new Layout(base.resolve("etc"), base.resolve("run"), base.resolve("var"));
    }

    /**
     * This layout as the environment changes it: CTDB_BASE is where administrators write; with
     * CTDB_TEST_MODE the other two are below it, and CTDB_SOCKET may name the socket.
     */
    public Layout withEnvironment(Map<String, String> environment) {
        String text = environment.getOrDefault("CTDB_BASE", "");
        if (text.isEmpty()) {
            return this;
        }
        Path base = Path.of(text);
        if (!isTestMode(environment)) {
            return new Layout(base, run, var, socket);
        }
        Layout below = new Layout(base, base.resolve("run"), base.resolve("var"));
        String other = environment.getOrDefault("CTDB_SOCKET", "");
        return other.isEmpty()
                ? below
                : new Layout(below.etc(), below.run(), below.var(), Path.of(other));
    }

    /** Whether a whole node is below CTDB_BASE and touches nothing of its machine. */
    public static boolean isTestMode(Map<String, String> environment) {
        return environment.containsKey("CTDB_TEST_MODE")
                && !environment.getOrDefault("CTDB_BASE", "").isEmpty();
    }

    /** Baton's own settings. */
    public Path batonConf() {
        return etc.resolve("baton.conf");
    }

    /** Directory of drop-ins, {@code *.conf}. */
    public Path dropIns() {
        return etc.resolve("conf.d");
    }

    /** CTDB's settings. */
    public Path ctdbConf() {
        return etc.resolve("ctdb.conf");
    }

    /** The nodes of the cluster. */
    public Path nodes() {
        return etc.resolve("nodes");
    }

    /** The public addresses of this node. */
    public Path publicAddresses() {
        return etc.resolve("public_addresses");
    }

    /** The public addresses the running agent may carry. */
    public Path carriedAddresses() {
        return run.resolve("public_addresses");
    }

    /** Homes of addresses. */
    public Path homeNodes() {
        return etc.resolve("home_nodes");
    }

    /** When single addresses may leave a healthy node. */
    public Path failback() {
        return etc.resolve("failback");
    }

    /** Who may do what over HTTP. */
    public Path tokens() {
        return etc.resolve("tokens");
    }

    /** CTDB's tunables, read before {@link #tunablesDirectory}. */
    public Path ctdbTunables() {
        return etc.resolve("ctdb.tunables");
    }

    /** Directory of {@code *.tunables}. */
    public Path tunablesDirectory() {
        return etc.resolve("tunables.d");
    }

    /** Directories of scripts, one for each component. */
    public Path events() {
        return etc.resolve("events");
    }

    /** The scripts that events run. */
    public Path eventScripts() {
        return events().resolve("legacy");
    }

    /** Where the event daemon without a cluster listens. */
    public Path eventSocket() {
        return run.resolve("eventd.socket");
    }

    /** The process id of the event daemon. */
    public Path eventPidFile() {
        return run.resolve("eventd.pid");
    }

    /** The process id of the running agent. */
    public Path pidFile() {
        return run.resolve("pid");
    }

    /** The stored voter set. */
    public Path voters() {
        return var.resolve("voters");
    }

    /**
     * Where CTDB would keep databases, unless its settings say another place. Nothing is in them,
     * but its scripts look at them: {@code 05.system} at the space they have.
     */
    public List<Path> databases() {
        return Stream.of("volatile", "persistent", "state").map(var::resolve).toList();
    }

    /** Finished takeover runs. */
    public Path runs() {
        return var.resolve("runs");
    }

    /** The calls of storage scripts, jobs and volumes of this node. */
    public Path storage() {
        return var.resolve("storage");
    }

    /** The journal of facts. */
    public Path journal() {
        return var.resolve("journal");
    }
}
