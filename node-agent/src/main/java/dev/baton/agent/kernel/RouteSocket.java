package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Reads and writes the kernel's addresses and reads its links, synchronously.
 *
 * <p>Thread: one owner. Bounds: no answer is waited for longer than {@link #LIMIT}. Failure: a
 * refused write is a {@link KernelAnswer}; a dump that cannot be read throws {@link KernelFailure}.
 */
public final class RouteSocket implements AutoCloseable {

    /** The kernel carries a request out inside the send, so its answer is there at once. */
    static final Duration LIMIT = Duration.ofMillis(500);

    static final int NETLINK_ROUTE = 0; // linux/netlink.h
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int MESSAGES_PER_SEND = 50;

    private final NetlinkSocket socket =
            new NetlinkSocket("the route socket", NETLINK_ROUTE, 0, BUFFER_BYTES, LIMIT);

    /** Names of links by their index, as {@link #links} last read them. */
    private final Map<Integer, InterfaceName> names = new TreeMap<>();

    /**
     * All addresses, IPv4 and IPv6, of this network namespace. Links are read again only for one
     * that is not known yet: their dump is the larger by far. A renamed link keeps its old name
     * here until {@link #links} is asked.
     */
    public List<KernelAddress> addresses() {
        List<NetlinkMessage> dump = socket.dump(AddressMessages::dump);
        boolean known =
                dump.stream()
                        .map(AddressMessages::interfaceIndex)
                        .allMatch(index -> index == 0 || names.containsKey(index));
        if (!known) {
            links();
        }
        return dump.stream()
                .flatMap(message -> AddressMessages.read(message, this::name).stream())
                .toList();
    }

    private InterfaceName name(int index) {
        return names.getOrDefault(index, LinkMessages.unnamed(index));
    }

    /** All links of this network namespace. */
    public List<KernelLink> links() {
        List<KernelLink> links =
                socket.dump(LinkMessages::dump).stream()
                        .flatMap(message -> LinkMessages.read(message).stream())
                        .toList();
        names.clear();
        links.forEach(link -> names.put(link.index(), link.name()));
        return links;
    }

    /** What notices of its own writes name as their cause, for IPv4. */
    int port() {
        return socket.port();
    }

    /** Creates the address or gives it a new lifetime; a missing address is created. */
    public KernelAnswer write(
            IpAddress ip, int prefixBits, int interfaceIndex, int lifetimeSeconds) {
        return writeAll(List.of(new AddressWrite(ip, prefixBits, interfaceIndex, lifetimeSeconds)))
                .getFirst();
    }

    /** One answer for each write, in order. */
    public List<KernelAnswer> writeAll(List<AddressWrite> writes) {
        return writeAll(writes, () -> true);
    }

    /**
     * Asks immediately before each send of up to {@value #MESSAGES_PER_SEND} writes whether it may
     * still be made; the rest is {@link KernelAnswer.Withheld}. Source: safety argument, section 3:
     * the clock is checked immediately before the write.
     */
    public List<KernelAnswer> writeAll(List<AddressWrite> writes, BooleanSupplier mayStill) {
        List<KernelAnswer> answers = new ArrayList<>(writes.size());
        for (int from = 0; from < writes.size(); from += MESSAGES_PER_SEND) {
            int to = Math.min(writes.size(), from + MESSAGES_PER_SEND);
            List<AddressWrite> part = writes.subList(from, to);
            answers.addAll(sendPart(part, mayStill));
        }
        return List.copyOf(answers);
    }

    /** Adds an address; refused when it is there already, withheld as in {@link #writeAll}. */
    public KernelAnswer create(AddressWrite write, BooleanSupplier mayStill) {
        int sequence = socket.nextSequence();
        NetlinkWriter writer = new NetlinkWriter();
        AddressMessages.create(writer, write, sequence);
        return exchange(writer, sequence, 1, mayStill).getFirst();
    }

    /** Takes away the route by which packets to an address of this host are taken in. */
    public KernelAnswer deleteLocalRoute(IpAddress ip, int interfaceIndex) {
        int sequence = socket.nextSequence();
        NetlinkWriter writer = new NetlinkWriter();
        LocalRouteMessages.delete(writer, ip, interfaceIndex, sequence);
        return exchange(writer, sequence, 1).getFirst();
    }

    /** Deletes exactly this address with this prefix length. */
    public KernelAnswer delete(IpAddress ip, int prefixBits, int interfaceIndex) {
        int sequence = socket.nextSequence();
        NetlinkWriter writer = new NetlinkWriter();
        AddressMessages.delete(writer, ip, prefixBits, interfaceIndex, sequence);
        return exchange(writer, sequence, 1).getFirst();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Only the last message asks to be acknowledged: refusals are always told, in order. */
    private List<KernelAnswer> sendPart(List<AddressWrite> part, BooleanSupplier mayStill) {
        NetlinkWriter writer = new NetlinkWriter();
        int first = 0;
        for (int i = 0; i < part.size(); i++) {
            int sequence = socket.nextSequence();
            first = i == 0 ? sequence : first;
            int ack = i == part.size() - 1 ? NetlinkSocket.ACK : 0;
            AddressMessages.write(writer, part.get(i), ack, sequence);
        }
        return exchange(writer, first, part.size(), mayStill);
    }

    private List<KernelAnswer> exchange(NetlinkWriter writer, int first, int count) {
        return exchange(writer, first, count, () -> true);
    }

    private List<KernelAnswer> exchange(
            NetlinkWriter writer, int first, int count, BooleanSupplier mayStill) {
        OptionalLong sent = socket.send(writer.toBytes(), mayStill);
        if (sent.isEmpty()) {
            return Collections.nCopies(count, new KernelAnswer.Withheld());
        }
        if (sent.getAsLong() < 0) {
            return Collections.nCopies(count, KernelAnswer.of(sent.getAsLong()));
        }
        Acknowledgements heard = new Acknowledgements(first, count);
        while (!heard.complete()) {
            if (socket.receiveAnswer(heard::accept) < 0) {
                break;
            }
        }
        return heard.answers();
    }
}
