package dev.baton.config;

import java.util.List;

/**
 * Which addresses may leave a healthy node at this time.
 *
 * @param rules the first that contains an address counts
 * @param otherwise whether addresses without a rule may
 */
public record FailbackNow(List<Rule> rules, boolean otherwise) {

    /** Whether the addresses of a range may move. */
    public record Rule(AddressRange range, boolean isOpen) {}

    /** All addresses may move. */
    public static final FailbackNow OPEN = new FailbackNow(List.of(), true);

    public FailbackNow {
        rules = List.copyOf(rules);
    }

    /** Whether an address may move. */
    public boolean isOpen(IpAddress ip) {
        return rules.stream()
                .filter(rule -> rule.range().contains(ip))
                .findFirst()
                .map(Rule::isOpen)
                .orElse(otherwise);
    }
}
