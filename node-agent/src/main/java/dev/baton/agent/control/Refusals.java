package dev.baton.agent.control;

import dev.baton.agent.access.Caller;
import dev.baton.agent.access.Entrance;
import dev.baton.agent.access.FailedAttempts;
import dev.baton.config.Role;
import dev.baton.monitoring.metrics.ApiMeters;
import dev.baton.monitoring.metrics.RefusedCall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that are not carried out for want of a right: each is counted, and told in the log as often
 * as one address may fail.
 *
 * <p>Thread: any.
 */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger("baton.api");
    private static final int LONGEST_PATH = 200;
    private static final int NOT_PERMITTED = 6;

    private final ApiMeters meters;
    private final FailedAttempts told;

    Refusals(ApiMeters meters, FailedAttempts told) {
        this.meters = meters;
        this.told = told;
    }

    /** A token that says nothing. */
    Reply unknown(Heard heard, Entrance.Look.Unknown unknown) {
        RefusedCall cause =
                switch (unknown.cause()) {
                    case WRONG -> RefusedCall.WRONG_TOKEN;
                    case EXPIRED -> RefusedCall.EXPIRED;
                    case FILE -> RefusedCall.FILE;
                    case RATE -> RefusedCall.RATE;
                };
        int status = cause == RefusedCall.RATE ? 429 : 401;
        tell(heard, cause, status, "");
        Reply reply = Called.refused(status, NOT_PERMITTED, unknown.sentence());
        return status == 429
                ? reply.with("Retry-After", "" + FailedAttempts.AGAIN_SECONDS)
                : reply.with("WWW-Authenticate", "Bearer");
    }

    /** No token, or one that is for less. */
    Reply tooSmall(Heard heard, Caller caller, Role needed) {
        if (caller.name().isEmpty()) {
            tell(heard, RefusedCall.NO_TOKEN, 401, "");
            return Called.refused(
                            401,
                            NOT_PERMITTED,
                            "this needs the role %1$s; send Authorization: Bearer and a token, made by: baton token create NAME --role %1$s"
                                    .formatted(needed.word()))
                    .with("WWW-Authenticate", "Bearer");
        }
        tell(heard, RefusedCall.ROLE, 403, caller.name());
        return Called.refused(
                403,
                NOT_PERMITTED,
                "%s is %s, this needs the role %s"
                        .formatted(caller.name(), caller.role().word(), needed.word()));
    }

    private void tell(Heard heard, RefusedCall cause, int status, String actor) {
        meters.refused(cause);
        if (told.mayFail(heard.from())) {
            LOG.warn(
                    "api_refused cause={} status={} method={} path=\"{}\" from={} actor={}",
                    cause.word(),
                    status,
                    heard.method(),
                    shown(heard.path()),
                    heard.from(),
                    actor.isEmpty() ? "-" : actor);
        }
    }

    private static String shown(String path) {
        String plain = path.replaceAll("[^!#-~]", "?");
        return plain.length() <= LONGEST_PATH ? plain : plain.substring(0, LONGEST_PATH);
    }
}
