package dev.baton.monitoring.metrics;

import java.util.Locale;

/** Why a call over HTTP was not carried out for want of a right. */
public enum RefusedCall {
    /** Its token has ended. */
    EXPIRED,
    /** The file of tokens is refused. */
    FILE,
    /** It has no token and needs one. */
    NO_TOKEN,
    /** Too many wrong tokens came from there. */
    RATE,
    /** Its token is for less. */
    ROLE,
    /** There is no such token. */
    WRONG_TOKEN;

    /** As the label has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
