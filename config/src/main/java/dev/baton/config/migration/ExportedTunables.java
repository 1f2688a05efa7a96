package dev.baton.config.migration;

import dev.baton.config.Tunable;
import dev.baton.config.TunableCatalog;
import dev.baton.config.Tunables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of tunables as CTDB takes them; a tunable of Baton's own stays as a comment. */
final class ExportedTunables {

    private final Ledger ledger;

    ExportedTunables(Ledger ledger) {
        this.ledger = ledger;
    }

    void file(FoundFile file) {
        List<String> kept = new ArrayList<>();
        List<String> lines = file.lines().orElse(List.of());
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            kept.add(
                    text.isEmpty() || text.startsWith("#")
                            ? lines.get(i)
                            : line(file.place(), i + 1, text));
        }
        ledger.write(new Target.Written(file.path(), kept));
    }

    private String line(String place, int number, String text) {
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).strip();
        String value = equals < 0 ? "" : text.substring(equals + 1).strip();
        Optional<Tunable> tunable = TunableCatalog.find(name);
        if (tunable.isPresent() && !TunableCatalog.isOfCtdb(tunable.get())) {
            ledger.add(Verdict.IGNORED, place, number, name, value, "CTDB has no such tunable");
            return "# of Baton only: " + text;
        }
        var problems = Tunables.DEFAULT.parse(place, List.of(text)).problems();
        boolean refused = problems.stream().anyMatch(each -> each.isError());
        ledger.add(
                refused ? Verdict.REFUSED : Verdict.TAKEN,
                place,
                number,
                name,
                value,
                refused ? Finding.sentences(problems) : "");
        return text;
    }
}
