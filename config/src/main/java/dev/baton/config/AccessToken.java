package dev.baton.config;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of a file of tokens: who may do what over HTTP. The token itself is written nowhere.
 *
 * @param name of who has it, told in logs and history
 * @param hash SHA-256 of the token, 64 hexadecimal digits
 * @param until when it ends; empty: when it is removed
 */
public record AccessToken(String name, Role role, String hash, Optional<Instant> until) {

    /** What a name may be; one word in every log line. */
    public static final String NAME_FORM = "letters, digits, '.', '_', '@' and '-' (at most 63)";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public AccessToken {
        if (!isName(name)) {
            throw new IllegalArgumentException("expected " + NAME_FORM + ", got \"" + name + "\"");
        }
        if (!isHash(hash)) {
            throw new IllegalArgumentException("expected 64 hexadecimal digits");
        }
    }

    /** Whether the text can be a name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /** Whether it has ended by then. */
    public boolean isOver(Instant now) {
        return until.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** As a line of the file. */
    public String line() {
        String begin = name + " " + role.word() + " " + TokensFile.ALGORITHM + hash;
        return until.map(end -> begin + " " + end).orElse(begin);
    }
}
