package dev.baton.agent.compat;

import static dev.baton.agent.compat.ToolCommand.ANY_NUMBER;
import static dev.baton.agent.compat.ToolCommand.Target.HERE;
import static dev.baton.agent.compat.ToolCommand.Target.LOCAL;
import static dev.baton.agent.compat.ToolCommand.Target.THERE;

import dev.baton.agent.compat.ToolCommand.Target;
import dev.baton.agent.control.Commands.Answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every command of the tool, in the order help shows them. */
final class ToolCommands {

    private static final String USAGE =
            """
            Usage: ctdb [OPTION...] COMMAND [ARGUMENT...]
              -n, --node=PNN         the node to ask
              -X, -Y                 columns for programs
              -x, --separator=C      what stands between columns (|)
              -j, --json             JSON: status, version
              -v, --verbose          more columns: ip
              -t, --timelimit=S      limit of one request (10 s)
              -T, --maxruntime=S     limit of the whole call (120 s, CTDB_TIMEOUT)
              -d, --debug=LEVEL      accepted, has no effect

            Commands:
            """;

    private static final List<String> DATABASES =
            List.of(
                    "getdbmap",
                    "getdbstatus",
                    "catdb",
                    "cattdb",
                    "attach",
                    "detach",
                    "dumpmemory",
                    "rddumpmemory",
                    "backupdb",
                    "restoredb",
                    "dumpdbbackup",
                    "wipedb",
                    "setdbreadonly",
                    "setdbsticky",
                    "pfetch",
                    "pstore",
                    "pdelete",
                    "ptrans",
                    "tfetch",
                    "tstore",
                    "readkey",
                    "writekey",
                    "deletekey",
                    "pushrecord",
                    "getdbseqnum",
                    "dbstatistics");
    private static final List<String> COUNTERS = List.of("statistics", "statisticsreset", "stats");
    private static final String PROCESS_EXISTS = "process-exists";

    private static final List<ToolCommand> ALL = new ArrayList<>();

    static {
        state();
        addresses();
        agent();
        changes();
        settings();
        connections();
        client();
        databases();
    }

    private ToolCommands() {}

    private static void state() {
        add("status", "", "state of all nodes", 0, 0, THERE, StatusLines::status);
        add(
                "nodestatus",
                "[all|PNN,...]",
                "state of nodes, as exit code too",
                0,
                1,
                THERE,
                NodeLines::nodestatus);
        add("leader", "", "the node that leads", 0, ANY_NUMBER, THERE, AgentLines::leader);
        add(
                "runstate",
                "[STATE...]",
                "how far a node has come",
                0,
                ANY_NUMBER,
                THERE,
                AgentLines::runstate);
        add("uptime", "", "since when an agent runs", 0, ANY_NUMBER, THERE, AgentLines::uptime);
        add("pnn", "", "the number of this node", 0, ANY_NUMBER, LOCAL, AgentLines::pnn);
        add("listnodes", "", "private addresses of the nodes", 0, 0, LOCAL, AgentLines::listnodes);
        add("getcapabilities", "", "what a node may do", 0, 0, THERE, AgentLines::getcapabilities);
    }

    private static void addresses() {
        add("ip", "[all]", "public addresses and their nodes", 0, 1, THERE, IpLines::ip);
        add("ipinfo", "IP", "interfaces of a public address", 1, 1, THERE, IpLines::ipinfo);
        add("addip", "IP/MASK IFACE[,...]", "add an address", 2, 2, THERE, AddressCommands::addip);
        add("delip", "IP", "delete an address", 1, 1, THERE, AddressCommands::delip);
        add(
                "reloadips",
                "[all|PNN,...]",
                "read the public addresses again",
                0,
                1,
                LOCAL,
                AddressCommands::reloadips);
        add("ifaces", "", "interfaces of public addresses", 0, 0, THERE, IpLines::ifaces);
    }

    private static void agent() {
        add("ping", "", "whether an agent answers", 0, 0, HERE, Ping::ping);
        add("getpid", "", "process id of an agent", 0, ANY_NUMBER, THERE, AgentLines::getpid);
        add("version", "", "version of the program", 0, ANY_NUMBER, LOCAL, AgentLines::version);
        add(
                PROCESS_EXISTS,
                "PID [SRVID]",
                "whether a process is a client of an agent",
                1,
                2,
                THERE,
                AgentLines::processExists);
        add("getreclock", "", "the configured cluster lock", 0, 0, THERE, AgentLines::getreclock);
        add("getdebug", "", "how much an agent logs", 0, 0, THERE, LogLevels::getdebug);
        add("setdebug", "LEVEL", "change how much an agent logs", 1, 1, THERE, LogLevels::setdebug);
        add("getvar", "NAME", "value of a tunable", 1, 1, THERE, Variables::getvar);
        add("listvars", "", "values of all tunables", 0, 0, THERE, Variables::listvars);
    }

    private static void changes() {
        add("disable", "", "let a node host nothing", 0, 0, HERE, FlagChange.DISABLE::run);
        add("enable", "", "let a node host again", 0, 0, HERE, FlagChange.ENABLE::run);
        add("stop", "", "take a node out of the cluster", 0, 0, HERE, FlagChange.STOP::run);
        add("continue", "", "let a stopped node in again", 0, 0, HERE, FlagChange.CONTINUE::run);
        add("ban", "SECONDS", "ban a node for a time", 1, 1, HERE, FlagChange.BAN::run);
        add("unban", "", "end a ban", 0, 0, HERE, FlagChange.UNBAN::run);
        add("ipreallocate", "", "move addresses now", 0, 0, HERE, RunCommands::ipreallocate);
        add("sync", "", "old name of ipreallocate", 0, 0, HERE, RunCommands::ipreallocate);
        add("recover", "", "run a recovery now", 0, 0, HERE, RunCommands::recover);
        add("moveip", "IP PNN", "move one address", 2, 2, LOCAL, RunCommands::moveip);
        add(
                "reloadnodes",
                "",
                "take over the nodes files",
                0,
                ANY_NUMBER,
                LOCAL,
                RunCommands::reloadnodes);
        add("shutdown", "", "stop an agent in order", 0, 0, HERE, NodeCommands::shutdown);
    }

    private static void settings() {
        add("setvar", "NAME VALUE", "change a tunable", 2, 2, THERE, NodeCommands::setvar);
        add(
                "setifacelink",
                "IFACE up|down",
                "say whether a link is up",
                2,
                2,
                THERE,
                NodeCommands::setifacelink);
        add("gratarp", "IP IFACE", "announce an address", 2, 2, THERE, NodeCommands::gratarp);
        add(
                "setleaderrole",
                "on|off",
                "whether a node may lead",
                1,
                1,
                THERE,
                NodeCommands::setleaderrole);
        add(
                "setlmasterrole",
                "on|off",
                "stored and shown only",
                1,
                1,
                THERE,
                NodeCommands::setlmasterrole);
    }

    private static void connections() {
        add(
                "gettickles",
                "IP [PORT]",
                "registered connections",
                1,
                2,
                THERE,
                ConnectionCommands::gettickles);
        add(
                "addtickle",
                "[SRC DST]",
                "register connections",
                0,
                2,
                HERE,
                ConnectionCommands::addtickle);
        add(
                "deltickle",
                "[SRC DST]",
                "strike connections",
                0,
                2,
                HERE,
                ConnectionCommands::deltickle);
    }

    /** The client does these itself; they stand here for the help. */
    private static void client() {
        add(
                "checktcpport",
                "PORT",
                "whether nobody listens",
                0,
                ANY_NUMBER,
                LOCAL,
                ToolCommands::client);
        add(
                "tickle",
                "[SRC DST]",
                "wake connections up",
                0,
                ANY_NUMBER,
                LOCAL,
                ToolCommands::client);
        add(
                "natgw",
                "leader|list|status",
                "the NAT gateway",
                0,
                ANY_NUMBER,
                LOCAL,
                ToolCommands::client);
        add(
                "lvs",
                "leader|list|status",
                "the LVS group",
                0,
                ANY_NUMBER,
                LOCAL,
                ToolCommands::client);
        add(
                "event",
                "WORDS...",
                "events and their scripts",
                0,
                ANY_NUMBER,
                LOCAL,
                ToolCommands::client);
        add(
                "scriptstatus",
                "[EVENT]",
                "results of scripts",
                0,
                ANY_NUMBER,
                LOCAL,
                ToolCommands::client);
    }

    private static Answer client(ToolCall call) {
        String name = call.line().command().orElse("");
        throw ToolFailure.of("ctdb: " + name + " is done by compat/ctdb, without the agent");
    }

    /** Known to CTDB; without a ctdbd beside, what they are about does not exist here. */
    private static void databases() {
        DATABASES.forEach(name -> unsupported(name, "Baton keeps no databases"));
        COUNTERS.forEach(
                name -> unsupported(name, "they count database work; see the agent's /metrics"));
    }

    /** Whether a ctdbd that keeps databases beside the agent answers this. */
    static boolean isAboutDatabases(String name) {
        return DATABASES.contains(name) || COUNTERS.contains(name) || name.equals(PROCESS_EXISTS);
    }

    /** All that a ctdbd beside the agent answers. */
    static List<String> aboutDatabases() {
        return ALL.stream().map(ToolCommand::name).filter(ToolCommands::isAboutDatabases).toList();
    }

    private static void unsupported(String name, String why) {
        add(
                name,
                "",
                "needs a ctdbd beside: " + why,
                0,
                ANY_NUMBER,
                HERE,
                _ -> {
                    throw ToolFailure.of("ctdb: " + name + " is not supported: " + why);
                });
    }

    private static void add(
            String name,
            String arguments,
            String purpose,
            int least,
            int most,
            Target target,
            Function<ToolCall, Answer> action) {
        ALL.add(new ToolCommand(name, arguments, purpose, least, most, target, action));
    }

    static Optional<ToolCommand> find(String name) {
        return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
    }

    /** Everything there is. */
    static String usage() {
        StringBuilder text = new StringBuilder(USAGE);
        ALL.forEach(command -> text.append(command.help()));
        return text.toString();
    }

    static String usage(ToolCommand command) {
        return "Usage: ctdb [OPTION...] COMMAND [ARGUMENT...]\n\nCommands:\n" + command.help();
    }
}
