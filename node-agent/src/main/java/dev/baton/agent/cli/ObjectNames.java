package dev.baton.agent.cli;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what an operator named: a node by name, pnn or address; an address by itself. */
final class ObjectNames {

    private static final int MOST_LISTED = 20;

    private ObjectNames() {}

    /** Exactly one node; else a {@link Complaint} that lists the candidates. */
    static Pnn node(Picture picture, String text) {
        Set<Pnn> found = new LinkedHashSet<>();
        for (Pnn pnn : picture.nodes()) {
            if (isCalled(picture, pnn, text)) {
                found.add(pnn);
            }
        }
        if (found.size() == 1) {
            return found.iterator().next();
        }
        if (found.isEmpty()) {
            throw Complaint.notFound(
                    "no node is called \"" + text + "\"; known: " + list(picture, picture.nodes()));
        }
        throw Complaint.notFound(
                "\""
                        + text
                        + "\" is more than one node; say which by pnn or address: "
                        + list(picture, List.copyOf(found)));
    }

    /** A configured address; else a {@link Complaint} that lists the candidates. */
    static IpAddress address(Picture picture, String text) {
        IpAddress ip =
                IpAddress.parse(text)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "expected a public address such as 192.0.2.10, got"
                                                        + " \""
                                                        + text
                                                        + "\". See: baton ip list"));
        List<IpAddress> known = picture.addresses();
        if (known.contains(ip)) {
            return ip;
        }
        String listed =
                known.stream()
                        .limit(MOST_LISTED)
                        .map(IpAddress::toString)
                        .collect(Collectors.joining(", "));
        throw Complaint.notFound(
                ip
                        + " is no public address of this cluster; known: "
                        + (listed.isEmpty() ? "none" : listed));
    }

    private static boolean isCalled(Picture picture, Pnn pnn, String text) {
        return picture.name(pnn).equals(text)
                || pnn.toString().equals(text)
                || IpAddress.parse(text)
                        .map(IpAddress::toString)
                        .orElse("")
                        .equals(picture.address(pnn));
    }

    private static String list(Picture picture, List<Pnn> nodes) {
        return nodes.stream()
                .limit(MOST_LISTED)
                .map(pnn -> picture.name(pnn) + " (pnn " + pnn + ", " + picture.address(pnn) + ")")
                .collect(Collectors.joining(", "));
    }
}
