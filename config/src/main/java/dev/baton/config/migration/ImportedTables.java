package dev.baton.config.migration;

import dev.baton.config.ConfigProblem;
import dev.baton.config.HomeNodes;
import dev.baton.config.ListedNodes;
import dev.baton.config.NodesFile;
import dev.baton.config.Parsed;
import dev.baton.config.PublicAddressesFile;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of lines: nodes, public addresses and homes. They are the same for both products and
 * come along as they are. Source: CTDB events contract, section 15.
 */
final class ImportedTables {

    private static final String NODES = "nodes";
    private static final String PUBLIC_ADDRESSES = "public_addresses";
    private static final String HOME_NODES = "home_nodes";

    private final SettingsDirectory from;
    private final Ledger ledger;

    ImportedTables(SettingsDirectory from, Ledger ledger) {
        this.from = from;
        this.ledger = ledger;
    }

    /** Which of the file's lines are meant, and what they say. */
    private record Source(String place, List<String> lines) {}

    /**
     * Reads all three.
     *
     * @param nodesPath as the settings name it
     * @param addressesPath as the settings name it
     */
    void read(String nodesPath, String addressesPath) {
        NodesFile nodes = nodes(nodesPath);
        addresses(addressesPath, nodes);
        source(HOME_NODES)
                .ifPresent(
                        homes -> {
                            Parsed<HomeNodes> parsed =
                                    HomeNodes.parse(homes.place(), homes.lines(), nodes.count());
                            lines(homes, parsed.problems(), "home of ");
                        });
    }

    private NodesFile nodes(String path) {
        NodesFile none = new NodesFile(new TreeMap<>(), 0);
        if (ListedNodes.isCommand(path)) {
            return none;
        }
        Optional<Source> found = source(path);
        if (found.isEmpty()) {
            String why = "the file is missing (write one private address per line)";
            ledger.add(Verdict.REFUSED, shown(path), 0, NODES, "", why);
            return none;
        }
        Source source = found.get();
        Parsed<NodesFile> parsed = NodesFile.parse(source.place(), source.lines());
        whole(source, parsed.problems(), NODES);
        int pnn = 0;
        for (int i = 0; i < source.lines().size(); i++) {
            String text = source.lines().get(i).strip();
            if (!text.isEmpty()) {
                ledger.add(
                        Finding.judged(
                                source.place(),
                                i + 1,
                                "node " + pnn++,
                                text,
                                at(parsed.problems(), i + 1)));
            }
        }
        return parsed.value();
    }

    private void addresses(String path, NodesFile nodes) {
        Optional<Source> found = source(path);
        if (found.isEmpty()) {
            boolean named = !path.equals(PUBLIC_ADDRESSES);
            ledger.add(
                    named ? Verdict.REFUSED : Verdict.IGNORED,
                    shown(path),
                    0,
                    PUBLIC_ADDRESSES,
                    "",
                    named ? "the file is missing" : "not there: this node serves no address");
            return;
        }
        Parsed<PublicAddressesFile> parsed =
                PublicAddressesFile.parse(
                        found.get().place(),
                        found.get().lines(),
                        _ -> true,
                        ip -> nodes.pnnOf(ip).isPresent());
        lines(found.get(), parsed.problems(), "public address ");
    }

    /** Every line that says something, named by its first word. */
    private void lines(Source source, List<ConfigProblem> problems, String kind) {
        for (int i = 0; i < source.lines().size(); i++) {
            String text = source.lines().get(i).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String[] words = text.split("[ \\t]+", 2);
                String rest = words.length < 2 ? "" : words[1];
                ledger.add(
                        Finding.judged(
                                source.place(), i + 1, kind + words[0], rest, at(problems, i + 1)));
            }
        }
    }

    private void whole(Source source, List<ConfigProblem> problems, String name) {
        List<ConfigProblem> ofFile = at(problems, 0);
        if (!ofFile.isEmpty()) {
            ledger.add(Finding.judged(source.place(), 0, name, "", ofFile));
        }
    }

    private static List<ConfigProblem> at(List<ConfigProblem> problems, int line) {
        return problems.stream().filter(each -> each.line() == line).toList();
    }

    /** The file, which is copied when it is one of the directory. */
    private Optional<Source> source(String path) {
        Optional<String> inside = from.inside(path);
        if (inside.isEmpty()) {
            return from.elsewhere().apply(path).map(lines -> new Source(path, lines));
        }
        Optional<FoundFile> file = from.file(inside.get());
        file.ifPresent(each -> ledger.write(new Target.Copied(each.path(), each)));
        return file.map(each -> new Source(each.place(), each.lines().orElse(List.of())));
    }

    private String shown(String path) {
        return path.startsWith("/") ? path : from.place(path);
    }
}
