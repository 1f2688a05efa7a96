package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

/**
 * Tells the neighbours where an address is now: for IPv4 a gratuitous ARP request and reply, for
 * IPv6 an unsolicited neighbour advertisement to all nodes.
 *
 * <p>Sends at once and waits for nothing; repeats are the caller's, who checks its right before
 * each. Thread: any, one at a time. Failure: the kernel's refusal comes back, for example of a link
 * that is down.
 */
public final class Announcer implements AutoCloseable {

    private final PacketSocket socket = PacketSocket.forSending();

    /** Asks who uses an address: an ARP probe, or a neighbour solicitation without a source. */
    public KernelAnswer probe(IpAddress ip, KernelLink link) {
        return link.isEthernet()
                ? KernelAnswer.of(socket.send(ClaimFrames.probing(ip, link.mac()), link.index()))
                : new KernelAnswer.Done();
    }

    /** Says nothing and is done on a link without Ethernet neighbours, such as loopback. */
    public KernelAnswer announce(IpAddress ip, KernelLink link) {
        if (!link.isEthernet()) {
            return new KernelAnswer.Done();
        }
        for (byte[] frame : ClaimFrames.announcing(ip, link.mac())) {
            KernelAnswer answer = KernelAnswer.of(socket.send(frame, link.index()));
            if (!answer.isDone()) {
                return answer;
            }
        }
        return new KernelAnswer.Done();
    }

    @Override
    public void close() {
        socket.close();
    }
}
