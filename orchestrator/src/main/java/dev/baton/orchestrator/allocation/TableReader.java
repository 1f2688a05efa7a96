package dev.baton.orchestrator.allocation;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the lines of an allocation table into what each node reports. Source: CTDB ipalloc
 * contract, section 7.
 */
final class TableReader {

    /** In the third position a {@code #} is a blank. */
    private static final Pattern LINE =
            Pattern.compile(
                    "[ \\t]*([^ \\t]+)(?:[ \\t]+([^ \\t]+)(?:[ \\t][ \\t#]*(.*?))?)?[ \\t#]*");

    private static final Pattern PNN = Pattern.compile("-1|[0-9]{1,4}");

    private final List<Boolean> fit;
    private final List<List<NodeAddresses.Claim>> known = new ArrayList<>();

    private record Line(NodeAddresses.Claim claim, String nodes) {}

    TableReader(List<Boolean> fit) {
        this.fit = fit;
        fit.forEach(node -> known.add(new ArrayList<>()));
    }

    /** Normal mode: one list for all nodes, ended by the first empty line. */
    List<NodeAddresses> shared(List<String> lines) {
        for (int i = 0; i < lines.size() && !lines.get(i).isBlank(); i++) {
            String where = "line " + (i + 1);
            Line line = line(where, lines.get(i), "IP PNN [NODE,NODE,...]");
            for (int node : nodes(where, line.nodes())) {
                known.get(node).add(line.claim());
            }
        }
        return addresses();
    }

    /** Multi mode: one list per node, separated by empty lines; a missing list is empty. */
    List<NodeAddresses> apart(List<String> lines) {
        int node = 0;
        for (int i = 0; i < lines.size(); i++) {
            String where = "line " + (i + 1);
            if (lines.get(i).isBlank()) {
                node++;
                continue;
            }
            Line line = line(where, lines.get(i), "IP PNN");
            if (node >= fit.size()) {
                throw new BadTable(where, "no more than " + fit.size() + " lists", lines.get(i));
            }
            if (!line.nodes().isEmpty()) {
                throw new BadTable(where, "IP PNN and nothing more with multi", lines.get(i));
            }
            known.get(node).add(line.claim());
        }
        return addresses();
    }

    private static Line line(String where, String text, String form) {
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            throw new BadTable(where, form, text);
        }
        String address = matcher.group(1);
        IpAddress ip =
                IpAddress.parse(address)
                        .orElseThrow(() -> new BadTable(where, "an address", address));
        Optional<Pnn> owner = Optional.ofNullable(matcher.group(2)).flatMap(t -> owner(where, t));
        return new Line(
                new NodeAddresses.Claim(ip, owner),
                Optional.ofNullable(matcher.group(3)).orElse(""));
    }

    /** A number of no node is nobody's own claim, so it counts for nowhere. */
    private static Optional<Pnn> owner(String where, String text) {
        if (!PNN.matcher(text).matches() || Integer.parseInt(text) > Pnn.MAX) {
            throw new BadTable(where, "a pnn or -1 for nowhere", text);
        }
        return text.equals("-1") ? Optional.empty() : Optional.of(new Pnn(Integer.parseInt(text)));
    }

    private List<Integer> nodes(String where, String text) {
        if (text.isEmpty()) {
            return IntStream.range(0, fit.size()).boxed().toList();
        }
        String expected = "nodes below " + fit.size() + ", separated by commas";
        SortedSet<Integer> nodes = new TreeSet<>();
        for (long node : TableNumber.list(where, expected, text)) {
            if (node >= fit.size()) {
                throw new BadTable(where, expected, text);
            }
            nodes.add((int) node);
        }
        return List.copyOf(nodes);
    }

    private List<NodeAddresses> addresses() {
        List<NodeAddresses> addresses = new ArrayList<>();
        for (int node = 0; node < fit.size(); node++) {
            SortedSet<IpAddress> available = new TreeSet<>();
            if (fit.get(node)) {
                known.get(node).forEach(claim -> available.add(claim.ip()));
            }
            addresses.add(new NodeAddresses(known.get(node), available));
        }
        return addresses;
    }
}
