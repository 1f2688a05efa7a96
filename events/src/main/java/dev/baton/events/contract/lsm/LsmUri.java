package dev.baton.events.contract.lsm;

import dev.baton.events.callout.Secrets;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which system: {@code scheme[+proto]://[user@]host[:port][/path][?key=value&...]}.
 *
 * <p>Source: storage call-outs contract, section 5.6. The plugin gets it whole; others are shown
 * {@link #shown}.
 *
 * @param text whole
 */
public record LsmUri(String text) {

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>[A-Za-z][A-Za-z0-9_.-]*)(\\+[A-Za-z0-9_.-]+)?://"
                            + "((?<user>[^@/?#]*)@)?(?<rest>[^@?#]*)(\\?(?<query>[^#]*))?");
    private static final Secrets SECRETS = new Secrets(List.of());

    public LsmUri {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected SCHEME://[USER@]HOST[:PORT][/PATH][?KEY=VALUE], got another text");
        }
    }

    /** Empty for what is none. */
    public static Optional<LsmUri> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new LsmUri(text)) : Optional.empty();
    }

    private Matcher parts() {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("no URI any more");
        }
        return matcher;
    }

    private Optional<String> part(String name) {
        return Optional.ofNullable(parts().group(name));
    }

    /** The plugin and its socket: the scheme before {@code +}. */
    public String socket() {
        return part("scheme").orElseThrow();
    }

    /** The program of that plugin. Source: section 5.3. */
    public String program() {
        return socket() + "_lsmplugin";
    }

    /** Who; a password makes sense only with one. */
    public Optional<String> user() {
        return part("user").map(user -> user.replaceFirst(":.*", ""));
    }

    /** The same system whoever asks: without user and query. */
    public String system() {
        return socket() + "://" + part("rest").orElse("");
    }

    /** What stands after the question mark; a key without a value is left out. */
    public SortedMap<String, String> query() {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (String each : part("query").orElse("").split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                pairs.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return pairs;
    }

    /** For people: what sounds like a secret is hidden. */
    public String shown() {
        String scheme = text.substring(0, text.indexOf("://") + 3);
        String user = user().map(name -> name + "@").orElse("");
        return scheme
                + user
                + part("rest").orElse("")
                + part("query").map(LsmUri::shown).orElse("");
    }

    private static String shown(String query) {
        return "?"
                + String.join(
                        "&",
                        List.of(query.split("&")).stream()
                                .map(
                                        pair -> {
                                            String key = pair.split("=", 2)[0];
                                            return SECRETS.isSecret(key)
                                                    ? key + "=" + Secrets.MASK
                                                    : pair;
                                        })
                                .toList());
    }

    @Override
    public String toString() {
        return shown();
    }
}
