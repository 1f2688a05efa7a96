package dev.baton.agent.compat;

import java.util.List;

/**
 * Machine readable lines: each begins and ends with the separator, so that the first field of a
 * split is empty. Source: CTDB command contract, section 1.
 */
final class Rows {

    private final String separator;
    private final StringBuilder text = new StringBuilder();

    Rows(String separator) {
        this.separator = separator;
    }

    Rows row(Object... cells) {
        return row(List.of(cells));
    }

    Rows row(List<?> cells) {
        text.append(separator);
        cells.forEach(cell -> text.append(cell).append(separator));
        text.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
