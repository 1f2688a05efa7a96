package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Destroys the TCP sockets bound to a local address, so that no connection survives the address.
 *
 * <p>Established and half-open ones count, and listeners bound to the very address; listeners on
 * the wildcard are not bound to it. The peer gets a reset if it can still be reached. Sockets in
 * TIME_WAIT stay: no program has them, they send nothing of their own accord, and on a server whose
 * clients come and go there are thousands, which cost a move tens of milliseconds.
 *
 * <p>Thread: one owner. Bounds: each answer is waited for up to 500 ms. Failure: a dump that cannot
 * be read throws {@link KernelFailure}. Source: safety argument, section 3.
 */
public final class SocketDestroyer implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final NetlinkSocket socket =
            new NetlinkSocket(
                    "the socket diagnosis",
                    DiagMessages.NETLINK_SOCK_DIAG,
                    0,
                    BUFFER_BYTES,
                    Duration.ofMillis(500));

    public SocketDestruction destroy(IpAddress local) {
        int destroyed = 0;
        List<KernelAnswer> failures = new ArrayList<>();
        for (NetlinkMessage found : find(local)) {
            switch (destroy(found)) {
                case KernelAnswer.Done done -> destroyed++;
                case KernelAnswer.Refused(Errno errno) when errno.equals(Errno.EOPNOTSUPP) -> {
                    return new SocketDestruction.Unsupported();
                }
                case KernelAnswer.Refused(Errno errno) when errno.equals(Errno.ENOENT) -> {
                    // It went away by itself between dump and destruction.
                }
                case KernelAnswer.Refused refused -> failures.add(refused);
                case KernelAnswer.Unanswered unanswered -> failures.add(unanswered);
                case KernelAnswer.Withheld withheld -> failures.add(withheld);
            }
        }
        return failures.isEmpty()
                ? new SocketDestruction.Destroyed(destroyed)
                : new SocketDestruction.Incomplete(destroyed, failures.getFirst());
    }

    @Override
    public void close() {
        socket.close();
    }

    private List<NetlinkMessage> find(IpAddress local) {
        List<NetlinkMessage> found = new ArrayList<>();
        if (!local.isIpv6()) {
            found.addAll(dump(DiagMessages.AF_INET, local));
        }
        found.addAll(dump(DiagMessages.AF_INET6, local));
        return found;
    }

    private List<NetlinkMessage> dump(int family, IpAddress local) {
        return socket
                .dump((writer, sequence) -> DiagMessages.dump(writer, sequence, family, local))
                .stream()
                .filter(message -> DiagMessages.isSocketOf(message, local))
                .toList();
    }

    private KernelAnswer destroy(NetlinkMessage found) {
        int sequence = socket.nextSequence();
        NetlinkWriter writer = new NetlinkWriter();
        DiagMessages.destroy(writer, sequence, found);
        long sent = socket.send(writer.toBytes());
        if (sent < 0) {
            return KernelAnswer.of(sent);
        }
        Acknowledgements heard = new Acknowledgements(sequence, 1);
        while (!heard.complete()) {
            if (socket.receiveAnswer(heard::accept) < 0) {
                break;
            }
        }
        return heard.answers().getFirst();
    }
}
