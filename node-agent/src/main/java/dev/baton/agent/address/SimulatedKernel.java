package dev.baton.agent.address;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.ForeignClaim;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.agent.kernel.KernelNotice;
import dev.baton.agent.kernel.MacAddress;
import dev.baton.agent.kernel.SocketDestruction;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The kernel of test mode: every interface exists and is up, and an address is where the last event
 * that went well has put it. Nothing of the machine is read or changed, so that many nodes can run
 * on one. Thread: any. Source: CTDB events contract, section 15, "Test mode".
 */
final class SimulatedKernel implements AddressKernel {

    private static final MacAddress NO_MAC = MacAddress.of(new byte[0]);

    private final Supplier<? extends Collection<InterfaceName>> interfaces;
    private final Map<InterfaceName, KernelLink> known = new TreeMap<>();
    private final Map<IpAddress, KernelAddress> present = new TreeMap<>();

    /** With these interfaces, which may become more. */
    SimulatedKernel(Supplier<? extends Collection<InterfaceName>> interfaces) {
        this.interfaces = interfaces;
    }

    /** What the scripts of an event have done, had they worked on a real interface. */
    synchronized void ended(Event event) {
        switch (event) {
            case Event.TakeIp(InterfaceName on, IpAddress ip, int bits) -> put(ip, bits, on);
            case Event.UpdateIp(var _, InterfaceName to, IpAddress ip, int bits) ->
                    put(ip, bits, to);
            case Event.ReleaseIp(var _, IpAddress ip, int _) -> present.remove(ip);
            case Event.Init _,
                    Event.Setup _,
                    Event.Startup _,
                    Event.Shutdown _,
                    Event.Monitor _,
                    Event.StartRecovery _,
                    Event.Recovered _,
                    Event.StartIpReallocate _,
                    Event.IpReallocated _,
                    Event.Other _ -> {}
        }
    }

    private void put(IpAddress ip, int bits, InterfaceName on) {
        links().stream()
                .filter(link -> link.name().equals(on))
                .forEach(link -> present.put(ip, address(ip, bits, link)));
    }

    private static KernelAddress address(IpAddress ip, int bits, KernelLink link) {
        long forever = KernelAddress.FOREVER;
        return new KernelAddress(ip, bits, link.index(), link.name(), forever, true, false, false);
    }

    @Override
    public synchronized List<KernelLink> links() {
        for (InterfaceName name : interfaces.get()) {
            int next = known.size() + 1;
            known.computeIfAbsent(name, _ -> new KernelLink(next, name, true, true, NO_MAC, 0));
        }
        return List.copyOf(known.values());
    }

    @Override
    public synchronized List<KernelAddress> addresses() {
        return List.copyOf(present.values());
    }

    @Override
    public List<KernelAnswer> write(List<AddressWrite> writes, BooleanSupplier mayStill) {
        return writes.stream().map(write -> create(write, mayStill)).toList();
    }

    /** As a change of the real kernel, makes what is missing. */
    @Override
    public synchronized KernelAnswer create(AddressWrite write, BooleanSupplier mayStill) {
        if (!mayStill.getAsBoolean()) {
            return new KernelAnswer.Withheld();
        }
        links().stream()
                .filter(link -> link.index() == write.interfaceIndex())
                .forEach(link -> present.put(write.ip(), limited(write, link)));
        return new KernelAnswer.Done();
    }

    private static KernelAddress limited(AddressWrite write, KernelLink link) {
        return new KernelAddress(
                write.ip(),
                write.prefixBits(),
                link.index(),
                link.name(),
                write.lifetimeSeconds(),
                false,
                false,
                false);
    }

    @Override
    public KernelAnswer close(IpAddress ip, int interfaceIndex) {
        return new KernelAnswer.Done();
    }

    @Override
    public synchronized KernelAnswer delete(IpAddress ip, int prefixBits, int interfaceIndex) {
        present.remove(ip);
        return new KernelAnswer.Done();
    }

    @Override
    public SocketDestruction destroySockets(IpAddress ip) {
        return new SocketDestruction.Destroyed(0);
    }

    @Override
    public KernelAnswer announce(IpAddress ip, KernelLink on) {
        return new KernelAnswer.Done();
    }

    /** Nobody is out there. */
    @Override
    public KernelAnswer probe(IpAddress ip, KernelLink on) {
        return new KernelAnswer.Done();
    }

    @Override
    public List<String> makeReady(InterfaceName on) {
        return List.of();
    }

    /** Nothing happens here that the agent has not done itself. */
    @Override
    public void watch(Consumer<KernelNotice> notices) {}

    @Override
    public void hear(List<KernelLink> on, Consumer<ForeignClaim> claims) {}

    @Override
    public void close() {}
}
