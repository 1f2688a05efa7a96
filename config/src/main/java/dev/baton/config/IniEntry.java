package dev.baton.config;

/**
 * One {@code key = value} of an INI file with the place it came from; section and key folded by
 * {@link IniFile#fold}.
 *
 * @param line first line of the entry, from 1
 */
public record IniEntry(String file, int line, String section, String key, String value) {}
