package dev.baton.agent.cli;

import dev.baton.agent.control.Commands.Answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A table of lines that have to be refused, planned or not. Each row: a line, its exit code, how
 * its sentence begins, divided by bars. In lines {@code ~} is a blank inside a word, {@code ^} a
 * newline.
 */
final class WrongLines {

    private WrongLines() {}

    /** The words of a line; short ones stand for several. */
    static List<String> words(String line, Function<String, List<String>> meaning) {
        List<String> words = new ArrayList<>();
        for (String word : line.strip().split(" +", -1)) {
            List<String> several = meaning.apply(word);
            if (several.isEmpty()) {
                words.add(word.replace('~', ' ').replace('^', '\n'));
            } else {
                words.addAll(several);
            }
        }
        return words;
    }

    /**
     * Lines that were not refused as their rows say, with what was said.
     *
     * @param hidden what is left out of sentences, such as the test's own directory
     */
    static List<String> misjudged(
            String table,
            String hidden,
            Function<String, List<String>> words,
            Function<List<String>, Answer> run) {
        List<String> wrong = new ArrayList<>();
        for (String row : table.lines().toList()) {
            List<String> cells = Arrays.stream(row.split(" \\| ")).map(String::strip).toList();
            List<String> line = words.apply(cells.getFirst());
            for (List<String> each : List.of(line, planned(line))) {
                Answer answer = run.apply(each);
                if (!fits(answer, cells, hidden)) {
                    wrong.add(each + " gave " + answer.exitCode() + " " + answer.stderr());
                }
            }
        }
        return wrong;
    }

    private static List<String> planned(List<String> line) {
        List<String> planned = new ArrayList<>(line);
        boolean isDeeper = line.get(1).equals("snapshot") && !line.getFirst().equals("volume");
        planned.add(isDeeper ? 3 : 2, "--plan");
        return planned;
    }

    private static boolean fits(Answer answer, List<String> cells, String hidden) {
        String said = answer.stderr().replaceFirst("^(baton: )?baton:? ", "").replace(hidden, "");
        return answer.exitCode() == Integer.parseInt(cells.get(1))
                && answer.stdout().isEmpty()
                && answer.stderr().lines().count() == 1
                && said.startsWith(cells.get(2));
    }
}
