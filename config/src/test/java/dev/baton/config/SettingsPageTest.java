package dev.baton.config;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Arrays;

@DisplayName("CTDB events contract, section 15, ctdb.conf; operator contract, section 3")
class SettingsPageTest {

    @Test
    void thePageOfSettingsIsTheListOfKeys() {
        StringBuilder page = new StringBuilder();
        page.append("# Settings\n\n");
        page.append("Written by `SettingsPageTest`; change `ConfigKey` instead.\n\n");
        page.append("Files, later replaces earlier: `ctdb.conf` (read when CTDB_BASE is set or\n");
        page.append(
                "`baton.conf` is missing), `baton.conf`, `conf.d/*.conf` by name. Names are the\n");
        page.append(
                "same in any case. Times: `500ms`, `30s`, `2m`, `1h`; a bare number is seconds.\n");
        for (String section : ConfigKey.sections()) {
            page.append("\n## [").append(section).append("]\n\n");
            page.append("| Key | Default | CTDB knows it | Meaning |\n");
            page.append("| --- | --- | --- | --- |\n");
            Arrays.stream(ConfigKey.values())
                    .filter(key -> key.section().equals(section))
                    .forEach(key -> page.append(row(key)));
        }
        Golden.check(Path.of("..", "docs", "settings.md"), page.toString());
    }

    private static String row(ConfigKey key) {
        return "| %s | %s | %s | %s |\n"
                .formatted(
                        key.key(),
                        key.defaultText(),
                        key.isBatonsOwn() ? "" : "yes",
                        (key.isIgnored() ? "No effect: " : "") + key.purpose());
    }
}
