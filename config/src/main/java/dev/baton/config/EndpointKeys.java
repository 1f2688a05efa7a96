package dev.baton.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the ports and HTTP addresses of {@code [cluster]}. */
final class EndpointKeys {

    private static final String PRIVATE = "private";

    private EndpointKeys() {}

    /**
     * Empty only together with a problem.
     *
     * @param testMode many nodes are on this machine, each at the ports of its own address
     */
    static Optional<Endpoints> read(
            ConfigEntries entries, Optional<IpAddress> own, boolean testMode) {
        Endpoints usual = Endpoints.DEFAULT;
        int wire = port(entries, ConfigKey.WIRE_PORT, usual.wirePort());
        int hazelcast = port(entries, ConfigKey.HAZELCAST_PORT, usual.hazelcastPort());
        boolean member =
                entries.value(ConfigKey.HAZELCAST, "yes or no", TypedValue::truth)
                        .orElse(usual.hazelcast());
        int http = port(entries, ConfigKey.HTTP_PORT, usual.httpPort());
        List<IpAddress> addresses =
                entries.value(
                                ConfigKey.HTTP_ADDRESS,
                                "addresses or the word private, with commas between",
                                text -> addresses(text, own))
                        .orElseGet(() -> testMode ? own.stream().toList() : usual.httpAddresses());
        Map<Integer, ConfigKey> owners = new LinkedHashMap<>();
        boolean differ =
                Stream.of(
                                claim(entries, owners, wire, ConfigKey.WIRE_PORT),
                                claim(entries, owners, hazelcast, ConfigKey.HAZELCAST_PORT),
                                claim(entries, owners, http, ConfigKey.HTTP_PORT))
                        .allMatch(Boolean::booleanValue);
        return differ && !addresses.isEmpty()
                ? Optional.of(new Endpoints(wire, member, hazelcast, http, addresses))
                : Optional.empty();
    }

    private static int port(ConfigEntries entries, ConfigKey key, int otherwise) {
        return entries.value(
                        key, "a port from 1 to 65535", text -> TypedValue.number(text, 1, 65_535))
                .orElse(otherwise);
    }

    private static boolean claim(
            ConfigEntries entries, Map<Integer, ConfigKey> owners, int port, ConfigKey key) {
        ConfigKey other = owners.putIfAbsent(port, key);
        if (other == null) {
            return true;
        }
        entries.entry(key)
                .or(() -> entries.entry(other))
                .ifPresent(
                        entry ->
                                entries.error(
                                        entry,
                                        other + " and " + key + " are both " + port,
                                        "give each its own port"));
        return false;
    }

    private static Optional<List<IpAddress>> addresses(String text, Optional<IpAddress> own) {
        Optional<List<String>> words = TypedValue.list(text);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        List<String> given = words.get();
        boolean allGood =
                given.stream()
                        .allMatch(word -> isPrivate(word) || IpAddress.parse(word).isPresent());
        return allGood
                ? Optional.of(
                        given.stream()
                                .flatMap(
                                        word ->
                                                (isPrivate(word) ? own : IpAddress.parse(word))
                                                        .stream())
                                .distinct()
                                .toList())
                : Optional.empty();
    }

    private static boolean isPrivate(String word) {
        return word.equalsIgnoreCase(PRIVATE);
    }
}
