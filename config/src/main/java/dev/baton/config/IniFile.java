package dev.baton.config;

import java.util.List;
import java.util.Locale;

/**
 * An INI file in Samba's dialect, entries in file order with their lines.
 *
 * <p>Names are the same in any case and with any blanks between their words. A comment is a line
 * that begins with {@code #} or {@code ;}; both are ordinary characters later in a line. A
 * backslash at the end of a line continues it, except in a comment. Blanks around a value are
 * dropped, those inside stay. Source: the manual page smb.conf(5) and CTDB events contract, section
 * 15, "ctdb.conf".
 */
public record IniFile(String name, List<IniHeader> headers, List<IniEntry> entries) {

    public IniFile {
        headers = List.copyOf(headers);
        entries = List.copyOf(entries);
    }

    /** Reads lines; a malformed one is a problem and nothing else. */
    public static Parsed<IniFile> parse(String fileName, List<String> lines) {
        return new IniReader(fileName).read(lines);
    }

    /** A section or key as it is compared: lower case, words separated by one blank. */
    public static String fold(String name) {
        return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
