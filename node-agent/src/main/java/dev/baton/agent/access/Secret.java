package dev.baton.agent.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token as its holder has it: {@value #BEGIN} and 32 random bytes. It shows itself in no text.
 *
 * <p>With 256 random bits one SHA-256 is as good as a slow, salted hash: there is nothing to guess.
 */
public final class Secret {

    private static final String BEGIN = "baton_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** A new one. */
    public static Secret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(BEGIN + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What somebody showed; empty when it can be no token. */
    public static Optional<Secret> shown(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Secret(text)) : Optional.empty();
    }

    /** For its holder, once. */
    public String reveal() {
        return text;
    }

    /** What the file has of it. */
    public String hash() {
        return HexFormat.of().formatHex(digest());
    }

    /** Takes as long for a wrong hash as for the right one. */
    boolean matches(String hash) {
        return MessageDigest.isEqual(digest(), HexFormat.of().parseHex(hash));
    }

    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "a token";
    }
}
