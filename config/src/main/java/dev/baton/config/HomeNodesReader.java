package dev.baton.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a {@code home_nodes} file. Source: CTDB ipalloc contract, section 3. */
final class HomeNodesReader {

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String CURE = "write ADDRESS PNN, without comments";

    private final FileProblems problems;
    private final int nodeCount;
    private final SortedMap<IpAddress, Pnn> homes = new TreeMap<>();
    private final SortedSet<IpAddress> seen = new TreeSet<>();
    private boolean sound = true;

    HomeNodesReader(String fileName, int nodeCount) {
        problems = new FileProblems(fileName);
        this.nodeCount = nodeCount;
    }

    Parsed<HomeNodes> read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = List.of(BLANKS.split(lines.get(i).strip(), -1));
            if (words.size() >= 2) {
                readLine(i + 1, words.getFirst(), words.get(1));
            }
        }
        return problems.with(sound ? new HomeNodes(homes) : HomeNodes.NONE);
    }

    private void readLine(int line, String text, String number) {
        Optional<IpAddress> ip = IpAddress.parse(text);
        if (ip.isEmpty()) {
            spoil(line, text, "expected an address, got \"" + text + "\"");
        } else if (!NUMBER.matcher(number).matches()) {
            spoil(line, text, "expected a pnn, got \"" + number + "\"");
        } else if (!seen.add(ip.get())) {
            problems.warning(
                    line, text, "an earlier line gives its home: this one is ignored", CURE);
        } else if (Integer.parseInt(number) >= nodeCount) {
            problems.warning(line, text, "there is no node " + number + ": no home", CURE);
        } else {
            homes.put(ip.get(), new Pnn(Integer.parseInt(number)));
        }
    }

    private void spoil(int line, String key, String why) {
        sound = false;
        problems.warning(line, key, why + "; the whole file counts for nothing", CURE);
    }
}
