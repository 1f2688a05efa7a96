package dev.baton.config.migration;

import dev.baton.config.ConfigProblem;
import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files of tunables; a line without effect stays as a comment. Source: CTDB events contract,
 * section 15, "ctdb.tunables".
 */
final class ImportedTunables {

    static final String CTDB = "ctdb.tunables";

    private final Ledger ledger;

    ImportedTunables(Ledger ledger) {
        this.ledger = ledger;
    }

    static boolean isTunables(String path) {
        return path.equals(CTDB) || path.matches("tunables\\.d/[^/.][^/]*\\.tunables");
    }

    void file(FoundFile file) {
        List<String> kept = new ArrayList<>();
        List<String> lines = file.lines().orElse(List.of());
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            boolean says = !text.isEmpty() && !text.startsWith("#");
            kept.add(
                    says
                            ? line(file.place(), i + 1, text).orElse("# has no effect: " + text)
                            : lines.get(i));
        }
        ledger.write(new Target.Written(file.path(), kept));
    }

    /** Judges {@code Name=Value}; the line as it is written, empty for one that is not. */
    Optional<String> line(String place, int number, String text) {
        List<ConfigProblem> problems = Tunables.DEFAULT.parse(place, List.of(text)).problems();
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip();
        String value = equals < 0 ? "" : text.substring(equals + 1).strip();
        boolean active =
                TunableCatalog.find(name)
                        .filter(tunable -> tunable.effect() == Tunable.Effect.ACTIVE)
                        .isPresent();
        Finding finding = Finding.judged(place, number, name, value, problems);
        if (finding.verdict() == Verdict.TAKEN && !active) {
            String why = problems.stream().map(ConfigProblem::cure).findFirst().orElse("");
            finding = new Finding(Verdict.IGNORED, place, number, name, value, why);
        } else if (today(name).isPresent()) {
            String why = "this tunable is obsolete (" + today(name).get() + ")";
            finding = new Finding(Verdict.REFUSED, place, number, name, value, why);
        }
        ledger.add(finding);
        return finding.verdict() == Verdict.TAKEN
                ? Optional.of(name + "=" + value)
                : Optional.empty();
    }

    /** What to write instead of an obsolete tunable. */
    private static Optional<String> today(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "disableipfailover" ->
                    Optional.of("write [failover] disabled = true in ctdb.conf");
            case "deterministicips" -> Optional.of("write IPAllocAlgorithm=0");
            case "lcp2publicips" -> Optional.of("write IPAllocAlgorithm=2");
            default -> Optional.empty();
        };
    }
}
