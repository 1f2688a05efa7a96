package dev.baton.config;

/**
 * One setting as the files of a node say it, or its default.
 *
 * @param section of the INI files, without brackets
 * @param value as it stands there; secrets are not masked
 * @param origin {@code FILE:LINE}; empty for a default
 * @param meaning one sentence
 */
public record Setting(String section, String key, String value, String origin, String meaning) {

    static Setting of(String section, ConfigKey key, IniEntry entry) {
        return new Setting(
                section,
                key.key(),
                entry.value(),
                entry.file() + ":" + entry.line(),
                key.purpose());
    }

    static Setting byDefault(ConfigKey key) {
        return new Setting(key.section(), key.key(), key.defaultText(), "", key.purpose());
    }

    /** Whether no file says it. */
    public boolean isDefault() {
        return origin.isEmpty();
    }

    /** {@code [section] key}. */
    public String name() {
        return "[" + section + "] " + key;
    }
}
