package dev.baton.orchestrator.cluster;

import dev.baton.config.IpAddress;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One TCP connection of a client to a public address. Source: CTDB events contract, section 14.2.
 *
 * @param server the public address
 */
public record Connection(IpAddress client, int clientPort, IpAddress server, int serverPort)
        implements Comparable<Connection> {

    private static final int MOST_PORT = 65_535;
    private static final Pattern END =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9a-fA-F:.]+)):(\\d{1,5})");
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
    private static final Comparator<Connection> ORDER =
            Comparator.comparing(Connection::server)
                    .thenComparingInt(Connection::serverPort)
                    .thenComparing(Connection::client)
                    .thenComparingInt(Connection::clientPort);

    private record End(IpAddress ip, int port) {}

    public Connection {
        if (client.isIpv6() != server.isIpv6()) {
            throw new IllegalArgumentException(
                    "expected two addresses of one family, got " + client + " and " + server);
        }
        checkPort(clientPort);
        checkPort(serverPort);
    }

    private static void checkPort(int port) {
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException("expected a port from 0 to 65535, got " + port);
        }
    }

    /**
     * Reads {@code CLIENT:PORT SERVER:PORT}; an IPv6 address may stand in brackets, else its last
     * colon counts. Empty for anything else. Source: CTDB command contract, section 4.2.
     */
    public static Optional<Connection> parse(String text) {
        String[] words = BLANKS.split(text.strip(), -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        Optional<End> server = end(words[1]);
        return end(words[0])
                .filter(client -> server.filter(it -> sameFamily(client, it)).isPresent())
                .map(client -> between(client, server.orElseThrow()));
    }

    private static boolean sameFamily(End one, End other) {
        return one.ip().isIpv6() == other.ip().isIpv6();
    }

    private static Connection between(End client, End server) {
        return new Connection(client.ip(), client.port(), server.ip(), server.port());
    }

    private static Optional<End> end(String text) {
        Matcher matcher = END.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String ip = Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2));
        int port = Integer.parseInt(matcher.group(3));
        return IpAddress.parse(ip).filter(_ -> port <= MOST_PORT).map(it -> new End(it, port));
    }

    /** The client's end as text that can be read again. */
    public String clientEnd() {
        return text(client, clientPort);
    }

    /** The server's end as text that can be read again. */
    public String serverEnd() {
        return text(server, serverPort);
    }

    private static String text(IpAddress ip, int port) {
        return (ip.isIpv6() ? "[" + ip + "]" : ip.toString()) + ":" + port;
    }

    @Override
    public int compareTo(Connection other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return clientEnd() + " " + serverEnd();
    }
}
