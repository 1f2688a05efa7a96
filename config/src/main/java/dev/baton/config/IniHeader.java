package dev.baton.config;

/** One {@code [section]} line of an INI file, its name folded by {@link IniFile#fold}. */
public record IniHeader(String file, int line, String name) {}
