package dev.baton.agent.address;

import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.SocketDestruction;
import dev.baton.config.IpAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** How addresses leave the kernel, with the connections that used them. Thread: the room's. */
final class AddressRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(AddressRemoval.class);

    private final AddressKernel kernel;

    AddressRemoval(AddressKernel kernel) {
        this.kernel = kernel;
    }

    /** Deletes them on every interface and with every prefix length; what is there after that. */
    List<KernelAddress> deleteAll(List<IpAddress> ips) {
        List<KernelAddress> before = kernel.addresses();
        List<KernelAddress> unwanted =
                before.stream().filter(address -> ips.contains(address.ip())).toList();
        unwanted.forEach(this::delete);
        return unwanted.isEmpty() ? before : kernel.addresses();
    }

    private void delete(KernelAddress address) {
        KernelAnswer answer =
                kernel.delete(address.ip(), address.prefixBits(), address.interfaceIndex());
        LOG.debug("address_deleted address={} answer={}", address, answer);
    }

    static boolean isAbsent(IpAddress ip, List<KernelAddress> present) {
        return present.stream().noneMatch(address -> address.ip().equals(ip));
    }

    /** No connection survives the address; a client that can be reached hears of it. */
    void destroySockets(IpAddress ip) {
        switch (kernel.destroySockets(ip)) {
            case SocketDestruction.Destroyed(int count) ->
                    LOG.debug("sockets_destroyed ip={} count={}", ip, count);
            case SocketDestruction.Unsupported _ ->
                    LOG.debug("sockets_not_destroyed ip={} why=unsupported", ip);
            case SocketDestruction.Incomplete incomplete ->
                    LOG.warn(
                            "sockets_not_destroyed ip={} why=\"{}\"",
                            ip,
                            incomplete.firstFailure());
        }
    }
}
