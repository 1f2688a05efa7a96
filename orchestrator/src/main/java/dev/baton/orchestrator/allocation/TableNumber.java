package dev.baton.orchestrator.allocation;

import java.util.List;
import java.util.regex.Pattern;

/** Numbers as the allocation program reads them: decimal or {@code 0x}, unsigned 32 bits. */
final class TableNumber {

    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10}");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final long MAX = 0xffff_ffffL;

    private TableNumber() {}

    static long parse(String where, String expected, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new BadTable(where, expected, text);
        }
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        long number = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
        if (number > MAX) {
            throw new BadTable(where, expected, text);
        }
        return number;
    }

    static List<Long> list(String where, String expected, String text) {
        return List.of(COMMA.split(text, -1)).stream()
                .map(word -> parse(where, expected, word.strip()))
                .toList();
    }
}
