package dev.baton.agent.address;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.ForeignClaim;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.agent.kernel.KernelNotice;
import dev.baton.agent.kernel.SocketDestruction;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The kernel as this room uses it, so that a test can stand in its place.
 *
 * <p>Thread: the room's. Failure: {@link dev.baton.agent.kernel.KernelFailure} when the kernel
 * cannot be read.
 */
interface AddressKernel extends AutoCloseable {

    List<KernelLink> links();

    /** Every address of every interface. */
    List<KernelAddress> addresses();

    /** Gives lifetimes; what is left is withheld once {@code mayStill} says no. */
    List<KernelAnswer> write(List<AddressWrite> writes, BooleanSupplier mayStill);

    /**
     * Adds an address that is not there; with a broadcast address, as scripts add it. Withheld once
     * {@code mayStill} says no.
     */
    KernelAnswer create(AddressWrite write, BooleanSupplier mayStill);

    /** Takes the local route away: the address takes no packet any more, but can still send. */
    KernelAnswer close(IpAddress ip, int interfaceIndex);

    KernelAnswer delete(IpAddress ip, int prefixBits, int interfaceIndex);

    SocketDestruction destroySockets(IpAddress ip);

    KernelAnswer announce(IpAddress ip, KernelLink on);

    /** Asks once who on this link uses an address, without a claim to it. */
    KernelAnswer probe(IpAddress ip, KernelLink on);

    /** Makes an interface ready for public addresses; a sentence for each thing that is wrong. */
    List<String> makeReady(InterfaceName on);

    /** From now on; the consumer is called on another thread. To be called once. */
    void watch(Consumer<KernelNotice> notices);

    /** Hears on these interfaces, and on no others any more, from now on; as {@link #watch}. */
    void hear(List<KernelLink> links, Consumer<ForeignClaim> claims);

    @Override
    void close();
}
