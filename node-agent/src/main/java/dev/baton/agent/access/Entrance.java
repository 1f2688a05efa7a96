package dev.baton.agent.access;

import dev.baton.config.AccessToken;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Recognizes callers by their tokens, and holds back who shows wrong ones.
 *
 * <p>A right token always works, so that nobody locks an operator out by failing from the same
 * address; what is limited is how many wrong ones are answered and logged. Thread: any.
 */
public final class Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final String SCHEME = "Bearer ";

    /** Why nobody was recognized; the words are those of the meter. */
    public enum Cause {
        /** There is no such token, or the header has none. */
        WRONG,
        /** The token has ended. */
        EXPIRED,
        /** The file of tokens may not be trusted. */
        FILE,
        /** Too many wrong ones came from there. */
        RATE
    }

    /** What came of a look at a request. */
    public sealed interface Look {
        /** Somebody known, or somebody without a token. */
        record Known(Caller caller) implements Look {}

        /**
         * Nobody.
         *
         * @param sentence for who asked; nothing in it helps to guess
         */
        record Unknown(Cause cause, String sentence) implements Look {}
    }

    private final TokenFile file;
    private final InstantSource wall;
    private final FailedAttempts failed;
    private String told = "";

    /** Over this file; tokens end by the one clock, attempts are limited by the other. */
    public Entrance(TokenFile file, InstantSource wall, LongSupplier nanoTime) {
        this.file = file;
        this.wall = wall;
        this.failed = new FailedAttempts(nanoTime);
    }

    /**
     * Who shows this.
     *
     * @param authorization the header, empty without
     * @param from the caller's address
     */
    public Look look(String authorization, String from) {
        if (authorization.isEmpty()) {
            return new Look.Known(Caller.ANYBODY);
        }
        TokenFile.Content content = file.content();
        tell(content);
        Optional<AccessToken> token = secret(authorization).flatMap(it -> find(content, it));
        Instant now = wall.instant();
        if (token.isPresent() && !token.get().isOver(now)) {
            AccessToken known = token.get();
            return new Look.Known(new Caller(known.name(), known.role(), known.until()));
        }
        if (!failed.mayFail(from)) {
            return new Look.Unknown(
                    Cause.RATE,
                    "too many wrong tokens came from your address; try again in "
                            + FailedAttempts.AGAIN_SECONDS
                            + " s");
        }
        return unknown(content, token);
    }

    private static Look unknown(TokenFile.Content content, Optional<AccessToken> token) {
        if (content.refusal().isPresent()) {
            return new Look.Unknown(
                    Cause.FILE,
                    "no token works on this node now: its file of tokens is refused; see there:"
                            + " baton token list");
        }
        return token.isPresent()
                ? new Look.Unknown(
                        Cause.EXPIRED, "the token has ended; ask for a new one: baton token create")
                : new Look.Unknown(
                        Cause.WRONG,
                        "this node knows no such token; expected Authorization: Bearer and a token"
                                + " that baton token create made here");
    }

    private static Optional<Secret> secret(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Secret.shown(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** Looks at all of them, found or not. */
    private static Optional<AccessToken> find(TokenFile.Content content, Secret secret) {
        Optional<AccessToken> found = Optional.empty();
        for (AccessToken token : content.file().tokens()) {
            if (secret.matches(token.hash())) {
                found = Optional.of(token);
            }
        }
        return found;
    }

    /** Each state of the file once. */
    private synchronized void tell(TokenFile.Content content) {
        String now = content.refusal().orElse("") + content.problems();
        if (!now.equals(told)) {
            content.refusal().ifPresent(why -> LOG.warn("tokens_refused why=\"{}\"", why));
            content.problems().forEach(each -> LOG.warn("token_refused why=\"{}\"", each));
            told = now;
        }
    }
}
