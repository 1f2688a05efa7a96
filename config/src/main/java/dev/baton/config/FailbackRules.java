package dev.baton.config;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The failback policy of each address. The leader's file alone decides, as with {@code home_nodes}.
 *
 * @param rules the one with the longest prefix counts, so it comes first
 * @param otherwise for addresses without a rule
 */
public record FailbackRules(List<Rule> rules, FailbackPolicy otherwise) {

    /** What one line says. */
    public record Rule(AddressRange range, FailbackPolicy policy) {}

    /** CTDB's way for all addresses. */
    public static final FailbackRules ALWAYS =
            new FailbackRules(List.of(), new FailbackPolicy.Always());

    private static final Pattern FIRST_BLANK = Pattern.compile("\\s+");
    private static final String CURE = "write ADDRESS[/PREFIX] POLICY";

    public FailbackRules {
        rules =
                rules.stream()
                        .sorted(Comparator.comparingInt((Rule rule) -> -rule.range().bits()))
                        .toList();
    }

    /**
     * Reads the lines {@code ADDRESS[/PREFIX] POLICY} of a {@code failback} file; {@code #} begins
     * a comment.
     */
    public static Parsed<FailbackRules> parse(
            String fileName, List<String> lines, FailbackPolicy otherwise) {
        FileProblems problems = new FileProblems(fileName);
        List<Rule> rules = new ArrayList<>();
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i));
            if (!line.isEmpty()) {
                readLine(problems, i + 1, line, seen, rules);
            }
        }
        return problems.with(new FailbackRules(rules, otherwise));
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    private static void readLine(
            FileProblems problems,
            int number,
            String line,
            Map<String, Integer> seen,
            List<Rule> rules) {
        String[] words = FIRST_BLANK.split(line, 2);
        var range = AddressRange.parse(words[0]);
        String text = words.length > 1 ? words[1] : "";
        var policy = FailbackPolicy.parse(text);
        if (range.isEmpty()) {
            problems.error(number, words[0], "expected an address, got \"" + words[0] + "\"", CURE);
        } else if (policy.isEmpty()) {
            problems.error(
                    number,
                    words[0],
                    "expected " + FailbackPolicy.EXPECTED + ", got \"" + text + "\"",
                    CURE);
        } else {
            Integer before = seen.putIfAbsent(range.get().toString(), number);
            if (before != null) {
                problems.error(
                        number,
                        words[0],
                        "line " + before + " gives a policy to " + range.get() + " already",
                        "leave one of them");
            }
            rules.add(new Rule(range.get(), policy.get()));
        }
    }

    /** The policy of an address. */
    public FailbackPolicy of(IpAddress ip) {
        return rules.stream()
                .filter(rule -> rule.range().contains(ip))
                .findFirst()
                .map(Rule::policy)
                .orElse(otherwise);
    }

    /** What these rules come to at a local time. */
    public FailbackNow at(LocalDateTime time) {
        return new FailbackNow(
                rules.stream()
                        .map(rule -> new FailbackNow.Rule(rule.range(), rule.policy().isOpen(time)))
                        .toList(),
                otherwise.isOpen(time));
    }
}
