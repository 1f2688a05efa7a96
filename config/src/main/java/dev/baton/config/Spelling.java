package dev.baton.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what somebody probably meant to type.
 *
 * <p>Bounds: at most one mistake per three characters, three in all; a swap of neighbours is one
 * mistake.
 */
final class Spelling {

    private static final int MOST_MISTAKES = 3;

    private Spelling() {}

    /** The known word nearest to the typed one, the first of equals; empty when none is near. */
    static Optional<String> closest(String typed, Collection<String> known) {
        String word = letters(typed);
        int best = Math.min(MOST_MISTAKES, Math.max(1, word.length() / 3)) + 1;
        Optional<String> found = Optional.empty();
        for (String candidate : known) {
            int mistakes = mistakes(word, letters(candidate));
            if (mistakes < best) {
                best = mistakes;
                found = Optional.of(candidate);
            }
        }
        return found;
    }

    /** {@code did you mean "..."?} or the other advice when nothing is near. */
    static String advice(String typed, Collection<String> known, String otherwise) {
        return closest(typed, known)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse(otherwise);
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    /** Optimal string alignment distance. */
    private static int mistakes(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cell(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cell(String a, String b, int[][] cost, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
        best = Math.min(best, cost[i - 1][j - 1] + change);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
