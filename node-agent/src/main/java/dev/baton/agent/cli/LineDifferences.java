package dev.baton.agent.cli;

import java.util.ArrayList;
import java.util.List;

/** Which lines have to go and which have to come to make one text of another. */
final class LineDifferences {

    private LineDifferences() {}

    /**
     * {@code - } before each line of the first that has to go, {@code + } before each of the second
     * that has to come, in their order; as few as possible.
     */
    static List<String> of(List<String> first, List<String> second) {
        int[][] common = common(first, second);
        List<String> differences = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            boolean both = i < first.size() && j < second.size();
            if (both && first.get(i).equals(second.get(j))) {
                i++;
                j++;
            } else if (j == second.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
                differences.add("- " + first.get(i++));
            } else {
                differences.add("+ " + second.get(j++));
            }
        }
        return differences;
    }

    /** How many lines the rests of both have in common, by where the rests begin. */
    private static int[][] common(List<String> first, List<String> second) {
        int[][] common = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                common[i][j] =
                        first.get(i).equals(second.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
