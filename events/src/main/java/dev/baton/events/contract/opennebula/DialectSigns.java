package dev.baton.events.contract.opennebula;

import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Finds out in which dialect a datastore's driver is to be called, as far as its files show it;
 * where they do not, it has to be told.
 *
 * <p>Source: storage call-outs contract, sections 4.3 and 4.9.
 */
public final class DialectSigns {

    /** A script that reads all of its standard input. */
    private static final Pattern READS =
            Pattern.compile(
                    "\\$\\(\\s*(cat|base64 -d[a-z]*)\\s*(-|/dev/stdin|<&0)?\\s*[|)]"
                            + "|`\\s*cat\\s*(-|/dev/stdin)?\\s*`"
                            + "|/dev/stdin|STDIN\\.read|sys\\.stdin|<STDIN>");

    /** A script that takes the description from its arguments: Base64 of the first one. */
    private static final Pattern ARGUES =
            Pattern.compile("(?m)-b\\s+\"?\\$\\{?(1|DRV_ACTION)\\b|^\\s*\\w+=\"?\\$\\{?1\\b");

    private DialectSigns() {}

    /**
     * The dialect, where it is beyond doubt.
     *
     * @param scripts the text of each, by file name
     */
    public static Optional<Dialect> of(SortedMap<String, String> scripts) {
        boolean reads = scripts.values().stream().anyMatch(text -> READS.matcher(text).find());
        boolean argues = scripts.values().stream().anyMatch(text -> ARGUES.matcher(text).find());
        if (reads == argues) {
            return Optional.empty();
        }
        return Optional.of(reads ? Dialect.V6_8 : ofArguments(scripts));
    }

    /** Each age brought scripts; without {@code stat} nothing newer can have called it. */
    private static Dialect ofArguments(SortedMap<String, String> scripts) {
        if (scripts.containsKey("monitor")) {
            return scripts.containsKey("export") ? Dialect.V6_0 : Dialect.V5_0;
        }
        return scripts.containsKey("stat") ? Dialect.V3_6 : Dialect.V3_4;
    }
}
