package dev.baton.events.contract.lsm;

import java.util.Arrays;
import java.util.Optional;

/** Error numbers. Source: storage call-outs contract, sections 5.5 and 5.10. */
public enum LsmCode {
    OK(0),
    LIB_BUG(1),
    PLUGIN_BUG(2),
    JOB_STARTED(7),
    TIMEOUT(11),
    DAEMON_NOT_RUNNING(12),
    PERMISSION_DENIED(13),
    NAME_CONFLICT(50),
    EXISTS_INITIATOR(52),
    INVALID_ARGUMENT(101),
    NO_STATE_CHANGE(125),
    NETWORK_CONNREFUSED(140),
    NETWORK_HOSTDOWN(141),
    NETWORK_ERROR(142),
    NO_MEMORY(152),
    NO_SUPPORT(153),
    IS_MASKED(160),
    HAS_CHILD_DEPENDENCY(161),
    NOT_FOUND_ACCESS_GROUP(200),
    NOT_FOUND_FS(201),
    NOT_FOUND_JOB(202),
    NOT_FOUND_POOL(203),
    NOT_FOUND_FS_SS(204),
    NOT_FOUND_VOLUME(205),
    NOT_FOUND_NFS_EXPORT(206),
    NOT_FOUND_GENERIC(207),
    NOT_FOUND_SYSTEM(208),
    NOT_FOUND_DISK(209),
    NOT_LICENSED(226),
    NO_SUPPORT_ONLINE_CHANGE(250),
    NO_SUPPORT_OFFLINE_CHANGE(251),
    PLUGIN_AUTH_FAILED(300),
    PLUGIN_IPC_FAIL(301),
    PLUGIN_SOCKET_PERMISSION(307),
    PLUGIN_NOT_EXIST(311),
    NOT_ENOUGH_SPACE(350),
    TRANSPORT_COMMUNICATION(400),
    TRANSPORT_SERIALIZATION(401),
    TRANSPORT_INVALID_ARG(402),
    LAST_INIT_IN_ACCESS_GROUP(502),
    UNSUPPORTED_SEARCH_KEY(510),
    EMPTY_ACCESS_GROUP(511),
    POOL_NOT_READY(512),
    DISK_NOT_FREE(513),
    /** The text cannot be parsed, or a value in it is bad. */
    UNPARSABLE(-32700),
    /** The plugin lacks what was asked for. */
    NO_ATTRIBUTE(-32601),
    /** The plugin could not be made; sent unasked, with id 0. */
    NOT_CREATED(-32099);

    private final int number;

    LsmCode(int number) {
        this.number = number;
    }

    /** On the wire. */
    public int number() {
        return number;
    }

    /** By its number; empty for one the contract does not know. */
    public static Optional<LsmCode> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }
}
