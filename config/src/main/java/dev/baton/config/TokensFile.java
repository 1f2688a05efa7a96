package dev.baton.config;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The tokens of {@code /etc/baton/tokens}: lines {@code NAME ROLE sha256:HASH [EXPIRES]}; {@code #}
 * begins a comment.
 *
 * <p>A bad line is a warning with file and line, and its token does not work; the others do. Of two
 * lines with one name the first counts. Bounds: {@value #MOST} tokens.
 */
public record TokensFile(List<AccessToken> tokens) {

    /** Tokens a file may have. */
    public static final int MOST = 1000;

    /** No token works. */
    public static final TokensFile NONE = new TokensFile(List.of());

    static final String ALGORITHM = "sha256:";

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String CURE = "remove the line, and make a token with: baton token create";

    public TokensFile {
        tokens = List.copyOf(tokens);
    }

    /** Reads the lines of such a file. */
    public static Parsed<TokensFile> parse(String fileName, List<String> lines) {
        return new Reader(fileName).read(lines);
    }

    /** The name a line is about, good or bad; empty for comments. */
    public static Optional<String> nameOf(String line) {
        String text = withoutComment(line);
        return text.isEmpty() ? Optional.empty() : Optional.of(BLANKS.split(text, -1)[0]);
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    private static final class Reader {
        private final FileProblems problems;
        private final List<AccessToken> tokens = new ArrayList<>();
        private final TreeSet<String> names = new TreeSet<>();

        Reader(String fileName) {
            problems = new FileProblems(fileName);
        }

        Parsed<TokensFile> read(List<String> lines) {
            for (int i = 0; i < lines.size(); i++) {
                String line = withoutComment(lines.get(i));
                if (!line.isEmpty()) {
                    take(i + 1, BLANKS.split(line, -1));
                }
            }
            return problems.with(new TokensFile(tokens));
        }

        private void take(int line, String[] words) {
            Optional<String> wrong = wrong(words);
            if (wrong.isPresent()) {
                problems.warning(line, "", wrong.get() + "; this token does not work", CURE);
                return;
            }
            Optional<Instant> until = words.length > 3 ? instant(words[3]) : Optional.empty();
            names.add(words[0]);
            tokens.add(
                    new AccessToken(
                            words[0],
                            Role.parse(words[1]).orElseThrow(),
                            words[2].substring(ALGORITHM.length()),
                            until));
        }

        /** Hashes are not repeated: the words of a line may be in the wrong order. */
        private Optional<String> wrong(String[] words) {
            if (words.length < 3 || words.length > 4) {
                return Optional.of(
                        "expected NAME ROLE sha256:HASH [EXPIRES], got " + words.length + " words");
            }
            if (!AccessToken.isName(words[0])) {
                return Optional.of("expected a name of " + AccessToken.NAME_FORM);
            }
            if (Role.parse(words[1]).isEmpty()) {
                return Optional.of("expected viewer, operator or admin behind the name");
            }
            boolean isHash =
                    words[2].startsWith(ALGORITHM)
                            && AccessToken.isHash(words[2].substring(ALGORITHM.length()));
            if (!isHash) {
                return Optional.of("expected sha256: and 64 hexadecimal digits as third word");
            }
            if (words.length > 3 && instant(words[3]).isEmpty()) {
                return Optional.of("expected a time such as 2026-12-31T00:00:00Z as fourth word");
            }
            return rest(words[0]);
        }

        private Optional<String> rest(String name) {
            if (names.contains(name)) {
                return Optional.of("an earlier line has the name " + name);
            }
            return tokens.size() == MOST
                    ? Optional.of("expected at most " + MOST + " tokens")
                    : Optional.empty();
        }

        private static Optional<Instant> instant(String text) {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeParseException notATime) {
                return Optional.empty();
            }
        }
    }
}
