package dev.baton.agent.cli;

import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmMethod;

import java.util.Locale;

/**
 * Error numbers of libStorageMgmt for operators: an exit code and what to do.
 *
 * <p>Source: storage call-outs contract, section 5.10; operator experience, section 1.3.
 */
final class LsmCures {

    private LsmCures() {}

    /** One sentence with its cure. */
    static Complaint complaint(String uri, LsmError error) {
        LsmCode code = code(error);
        return new Complaint(exit(code), text(error) + "; " + cure(code, uri));
    }

    /** A change whose end nobody saw. */
    static Complaint unknown(String uri, LsmMethod method, LsmError error) {
        return new Complaint(
                Exit.PARTLY_DONE,
                "%s; whether %s was done is not known: look before you repeat it, with: baton lsm %s %s"
                        .formatted(text(error), method.word(), uri, lister(method)));
    }

    private static String text(LsmError error) {
        String data = error.data().map(more -> " (" + ShownText.of(more) + ")").orElse("");
        return ShownText.of(error.sentence()) + data;
    }

    private static LsmCode code(LsmError error) {
        return LsmCode.of(error.code()).orElse(LsmCode.PLUGIN_BUG);
    }

    /** The method that shows what a change was about. */
    private static String lister(LsmMethod method) {
        String word = method.word().toLowerCase(Locale.ROOT);
        if (word.startsWith("fs_snapshot")) {
            return "fs_snapshots";
        }
        if (word.startsWith("fs")) {
            return "fs";
        }
        if (word.startsWith("export")) {
            return "exports";
        }
        return word.startsWith("access") ? "access_groups" : "volumes";
    }

    static int exit(LsmCode code) {
        return switch (code) {
            case OK -> Exit.DONE;
            case INVALID_ARGUMENT, UNSUPPORTED_SEARCH_KEY, TRANSPORT_INVALID_ARG -> Exit.USAGE;
            case NAME_CONFLICT,
                    EXISTS_INITIATOR,
                    NO_STATE_CHANGE,
                    NO_SUPPORT,
                    NO_ATTRIBUTE,
                    IS_MASKED,
                    HAS_CHILD_DEPENDENCY,
                    NOT_LICENSED,
                    NO_SUPPORT_ONLINE_CHANGE,
                    NO_SUPPORT_OFFLINE_CHANGE,
                    NOT_ENOUGH_SPACE,
                    LAST_INIT_IN_ACCESS_GROUP,
                    EMPTY_ACCESS_GROUP,
                    POOL_NOT_READY,
                    DISK_NOT_FREE ->
                    Exit.REFUSED;
            case NOT_FOUND_ACCESS_GROUP,
                    NOT_FOUND_FS,
                    NOT_FOUND_JOB,
                    NOT_FOUND_POOL,
                    NOT_FOUND_FS_SS,
                    NOT_FOUND_VOLUME,
                    NOT_FOUND_NFS_EXPORT,
                    NOT_FOUND_GENERIC,
                    NOT_FOUND_SYSTEM,
                    NOT_FOUND_DISK,
                    PLUGIN_NOT_EXIST ->
                    Exit.NOT_FOUND;
            case PERMISSION_DENIED, PLUGIN_AUTH_FAILED, PLUGIN_SOCKET_PERMISSION ->
                    Exit.NOT_PERMITTED;
            case TIMEOUT, JOB_STARTED -> Exit.TIMED_OUT;
            case LIB_BUG,
                    PLUGIN_BUG,
                    DAEMON_NOT_RUNNING,
                    NETWORK_CONNREFUSED,
                    NETWORK_HOSTDOWN,
                    NETWORK_ERROR,
                    NO_MEMORY,
                    PLUGIN_IPC_FAIL,
                    TRANSPORT_COMMUNICATION,
                    TRANSPORT_SERIALIZATION,
                    UNPARSABLE,
                    NOT_CREATED ->
                    Exit.PARTLY_DONE;
        };
    }

    static String cure(LsmCode code, String uri) {
        return switch (code) {
            case OK -> "nothing is to be done";
            case INVALID_ARGUMENT, TRANSPORT_INVALID_ARG -> "correct what it names";
            case UNSUPPORTED_SEARCH_KEY -> "search by another key, or list all";
            case NAME_CONFLICT -> "take another name";
            case EXISTS_INITIATOR ->
                    "it is in a group already: baton lsm " + uri + " access_groups";
            case NO_STATE_CHANGE -> "it is so already";
            case NO_SUPPORT, NO_ATTRIBUTE ->
                    "see what it can do: baton lsm system capabilities " + uri;
            case IS_MASKED -> "unmask it first: baton lsm volume unmask " + uri + " VOLUME GROUP";
            case HAS_CHILD_DEPENDENCY -> "others are made from it; delete or detach those first";
            case NOT_LICENSED -> "license it on the system";
            case NO_SUPPORT_ONLINE_CHANGE -> "take it offline first";
            case NO_SUPPORT_OFFLINE_CHANGE -> "bring it online first";
            case NOT_ENOUGH_SPACE ->
                    "ask for less, or take another pool: baton lsm pool list " + uri;
            case LAST_INIT_IN_ACCESS_GROUP -> "delete the group instead";
            case EMPTY_ACCESS_GROUP -> "add an initiator first";
            case POOL_NOT_READY -> "see its state: baton lsm pool list " + uri;
            case DISK_NOT_FREE -> "take a free disk: baton lsm " + uri + " disks";
            case NOT_FOUND_ACCESS_GROUP -> "known are: baton lsm access-group list " + uri;
            case NOT_FOUND_FS -> "known are: baton lsm filesystem list " + uri;
            case NOT_FOUND_JOB -> "it was let go of, or never was; look for what it made";
            case NOT_FOUND_POOL -> "known are: baton lsm pool list " + uri;
            case NOT_FOUND_FS_SS -> "known are: baton lsm snapshot list " + uri + " FILESYSTEM";
            case NOT_FOUND_VOLUME -> "known are: baton lsm volume list " + uri;
            case NOT_FOUND_NFS_EXPORT -> "known are: baton lsm export list " + uri;
            case NOT_FOUND_SYSTEM -> "known are: baton lsm system list " + uri;
            case NOT_FOUND_DISK -> "known are: baton lsm " + uri + " disks";
            case NOT_FOUND_GENERIC -> "list what there is";
            case PLUGIN_NOT_EXIST -> "installed are: baton lsm plugin list";
            case PERMISSION_DENIED, PLUGIN_SOCKET_PERMISSION -> "ask as root";
            case PLUGIN_AUTH_FAILED ->
                    "give a user in the URI, and the password by --password-file FILE";
            case TIMEOUT -> "give it more time with --limit";
            case JOB_STARTED -> "wait for it: baton lsm job wait " + uri + " JOB";
            case DAEMON_NOT_RUNNING -> "start lsmd, or set [lsm] serve plugins = yes";
            case NETWORK_CONNREFUSED, NETWORK_HOSTDOWN, NETWORK_ERROR ->
                    "see whether the system of the URI can be reached from this node";
            case NO_MEMORY -> "free memory on this node";
            case PLUGIN_IPC_FAIL -> "see the plugin's file and its owner";
            case LIB_BUG, PLUGIN_BUG, UNPARSABLE, NOT_CREATED ->
                    "the plugin is at fault; its output is in the agent's log";
            case TRANSPORT_COMMUNICATION, TRANSPORT_SERIALIZATION ->
                    "the plugin is at fault; try again, its output is in the agent's log";
        };
    }
}
