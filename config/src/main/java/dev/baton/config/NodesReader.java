package dev.baton.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a {@code nodes} file line by line. Source: CTDB events contract, section 15, "nodes". */
final class NodesReader {

    private final FileProblems problems;
    private final SortedMap<Pnn, IpAddress> addresses = new TreeMap<>();
    private final SortedMap<IpAddress, Integer> firstLine = new TreeMap<>();
    private int count;

    NodesReader(String fileName) {
        problems = new FileProblems(fileName);
    }

    Parsed<NodesFile> read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (text.isEmpty()) {
                continue;
            }
            if (count == NodesFile.MOST) {
                problems.error(
                        i + 1, "", "more than " + NodesFile.MOST + " nodes", "remove this line");
                break;
            }
            readLine(i + 1, text);
            count++;
        }
        if (addresses.isEmpty() && !problems.hasErrors()) {
            problems.error(0, "", "no node is listed", "write one private address per line");
        }
        return problems.with(new NodesFile(addresses, count));
    }

    private void readLine(int line, String text) {
        if (text.startsWith("#")) {
            readDeleted(line, text.substring(1).strip());
            return;
        }
        Optional<IpAddress> address = IpAddress.parse(text).filter(ip -> usable(line, ip));
        if (address.isEmpty() && IpAddress.parse(text).isEmpty()) {
            problems.error(
                    line,
                    "",
                    "expected an address, got \"" + text + "\"",
                    "write one IPv4 or IPv6 address, nothing else");
        }
        address.ifPresent(ip -> addresses.put(new Pnn(count), ip));
    }

    private void readDeleted(int line, String rest) {
        if (IpAddress.parse(rest).isEmpty()) {
            problems.warning(
                    line,
                    "",
                    "a line that begins with # is a deleted node and takes pnn " + count,
                    "remove the line if it was meant as a comment");
        }
    }

    private boolean usable(int line, IpAddress ip) {
        if (ip.inet().isAnyLocalAddress() || ip.inet().isMulticastAddress()) {
            problems.error(
                    line,
                    "",
                    "expected the address of one node, got " + ip,
                    "write the node's own private address");
            return false;
        }
        Integer before = firstLine.putIfAbsent(ip, line);
        if (before != null) {
            problems.error(
                    line,
                    "",
                    ip + " is already the node of line " + before,
                    "give every node its own address, or delete a node with # before it");
        }
        return before == null;
    }
}
