package dev.baton.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an INI file: joins continued lines, then takes each as header or entry. */
final class IniReader {

    private final String fileName;
    private final FileProblems problems;
    private final List<IniHeader> headers = new ArrayList<>();
    private final List<IniEntry> entries = new ArrayList<>();
    private Optional<String> section = Optional.empty();
    private boolean headerWasBad;

    IniReader(String fileName) {
        this.fileName = fileName;
        problems = new FileProblems(fileName);
    }

    Parsed<IniFile> read(List<String> lines) {
        int at = 0;
        while (at < lines.size()) {
            int first = at;
            String text = lines.get(at++);
            while (continues(text) && at < lines.size()) {
                text = withoutBackslash(text) + lines.get(at++);
            }
            readLine(first + 1, (continues(text) ? withoutBackslash(text) : text).strip());
        }
        return problems.with(new IniFile(fileName, headers, entries));
    }

    private static boolean continues(String text) {
        return !isComment(text.strip()) && text.stripTrailing().endsWith("\\");
    }

    private static String withoutBackslash(String text) {
        String trimmed = text.stripTrailing();
        return trimmed.substring(0, trimmed.length() - 1);
    }

    private static boolean isComment(String text) {
        return text.startsWith("#") || text.startsWith(";");
    }

    private void readLine(int line, String text) {
        if (text.isEmpty() || isComment(text)) {
            return;
        }
        if (text.startsWith("[")) {
            readHeader(line, text);
        } else {
            readEntry(line, text);
        }
    }

    private void readHeader(int line, String text) {
        int end = text.indexOf(']');
        String name = end < 0 ? "" : IniFile.fold(text.substring(1, end));
        headerWasBad = name.isEmpty() || end != text.length() - 1;
        if (headerWasBad) {
            section = Optional.empty();
            problems.error(line, "", "expected [section], got \"" + text + "\"", "write [name]");
        } else {
            section = Optional.of(name);
            headers.add(new IniHeader(fileName, line, name));
        }
    }

    private void readEntry(int line, String text) {
        int equals = text.indexOf('=');
        String key = IniFile.fold(equals < 0 ? text : text.substring(0, equals));
        if (equals < 0 || key.isEmpty()) {
            problems.error(
                    line, "", "expected key = value, got \"" + text + "\"", "write key = value");
        } else if (section.isPresent()) {
            String value = text.substring(equals + 1).strip();
            entries.add(new IniEntry(fileName, line, section.get(), key, value));
        } else if (!headerWasBad) {
            problems.error(
                    line, key, "stands before the first [section]", "write its [section] above it");
        }
    }
}
