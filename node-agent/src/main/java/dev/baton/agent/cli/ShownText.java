package dev.baton.agent.cli;

import java.util.List;

/** Text of files and of other nodes, without what a terminal would obey. */
final class ShownText {

    private ShownText() {}

    static String of(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    static List<String> lines(List<String> lines) {
        return lines.stream().map(ShownText::of).toList();
    }
}
