package dev.baton.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads a {@code public_addresses} file. Source: CTDB events contract, section 15. */
final class PublicAddressesReader {

    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Pattern COMMAS = Pattern.compile(",");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");
    private static final String FORM = "write ADDRESS/PREFIX INTERFACE[,INTERFACE...]";

    private final FileProblems problems;
    private final Predicate<InterfaceName> exists;
    private final Predicate<IpAddress> ofNode;
    private final SortedMap<IpAddress, PublicAddress> addresses = new TreeMap<>();
    private final SortedMap<IpAddress, Integer> firstLine = new TreeMap<>();

    PublicAddressesReader(
            String fileName, Predicate<InterfaceName> exists, Predicate<IpAddress> ofNode) {
        problems = new FileProblems(fileName);
        this.exists = exists;
        this.ofNode = ofNode;
    }

    Parsed<PublicAddressesFile> read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                readLine(i + 1, List.of(BLANKS.split(text, -1)));
            }
        }
        return problems.with(new PublicAddressesFile(addresses));
    }

    private void readLine(int line, List<String> words) {
        String first = words.getFirst();
        int slash = first.indexOf('/');
        String text = slash < 0 ? first : first.substring(0, slash);
        Optional<IpAddress> ip = address(line, text);
        Optional<Integer> bits =
                slash < 0
                        ? missingPrefix(line, text)
                        : prefix(line, ip, first.substring(slash + 1));
        List<InterfaceName> interfaces =
                words.size() < 2 ? noInterface(line, text) : interfaces(line, text, words.get(1));
        if (ip.isPresent() && bits.isPresent() && !interfaces.isEmpty()) {
            addresses.put(ip.get(), new PublicAddress(ip.get(), bits.get(), interfaces));
            refuseTooMany(line, text);
        }
    }

    private Optional<IpAddress> address(int line, String text) {
        Optional<IpAddress> ip = IpAddress.parse(text);
        if (ip.isEmpty()) {
            problems.error(line, text, "expected an address, got \"" + text + "\"", FORM);
            return ip;
        }
        if (ip.get().inet().isAnyLocalAddress() || ip.get().inet().isMulticastAddress()) {
            problems.error(line, text, "no node can carry this address", FORM);
            return Optional.empty();
        }
        if (ofNode.test(ip.get())) {
            problems.error(
                    line,
                    text,
                    "this is the private address of a node",
                    "a private address never moves: choose another public address");
        }
        return firstOf(line, ip.get());
    }

    private void refuseTooMany(int line, String text) {
        if (addresses.size() == PublicAddressesFile.MOST + 1) {
            String why = "a node carries at most " + PublicAddressesFile.MOST + " addresses";
            problems.error(line, text, why, "leave this one and those below to other nodes");
        }
    }

    private Optional<IpAddress> firstOf(int line, IpAddress ip) {
        Integer before = firstLine.putIfAbsent(ip, line);
        if (before == null) {
            return Optional.of(ip);
        }
        problems.error(
                line,
                ip.toString(),
                "already listed in line " + before,
                "remove one of the two lines");
        return Optional.empty();
    }

    private Optional<Integer> missingPrefix(int line, String text) {
        problems.error(line, text, "the prefix length is missing", FORM);
        return Optional.empty();
    }

    private Optional<Integer> prefix(int line, Optional<IpAddress> ip, String text) {
        int most = ip.map(IpAddress::bits).orElse(128);
        Optional<Integer> bits =
                Optional.of(text)
                        .filter(digits -> PREFIX.matcher(digits).matches())
                        .map(Integer::valueOf)
                        .filter(number -> number <= most);
        if (bits.isEmpty()) {
            String key = ip.map(IpAddress::toString).orElse("");
            String why = "expected a prefix length from 0 to " + most + ", got \"" + text + "\"";
            problems.error(line, key, why, FORM);
        }
        return bits;
    }

    private List<InterfaceName> noInterface(int line, String text) {
        problems.error(line, text, "the interface is missing", FORM);
        return List.of();
    }

    private List<InterfaceName> interfaces(int line, String key, String column) {
        List<InterfaceName> names = new ArrayList<>();
        for (String word : COMMAS.split(column, -1)) {
            if (!word.isEmpty()) {
                named(line, key, word).filter(name -> !names.contains(name)).ifPresent(names::add);
            }
        }
        if (column.chars().allMatch(c -> c == ',')) {
            return noInterface(line, key);
        }
        return names;
    }

    private Optional<InterfaceName> named(int line, String key, String word) {
        Optional<InterfaceName> name = InterfaceName.parse(word);
        if (name.isEmpty()) {
            String why = "\"" + word + "\" cannot be the name of an interface";
            problems.error(line, key, why, "write a name of 1 to 15 characters");
        } else if (!exists.test(name.get())) {
            String why = "this host has no interface \"" + word + "\"";
            problems.error(line, key, why, "create it first, or write the name of one that exists");
        }
        return name;
    }
}
