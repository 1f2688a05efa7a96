package dev.baton.agent.address;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.Announcer;
import dev.baton.agent.kernel.ClaimWatch;
import dev.baton.agent.kernel.ForeignClaim;
import dev.baton.agent.kernel.InterfaceSettings;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.agent.kernel.KernelNotice;
import dev.baton.agent.kernel.KernelWatch;
import dev.baton.agent.kernel.RouteSocket;
import dev.baton.agent.kernel.SocketDestroyer;
import dev.baton.agent.kernel.SocketDestruction;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The kernel this process runs on. */
final class LinuxKernel implements AddressKernel {

    private final RouteSocket route = new RouteSocket();

    /** Of its own, so that the watch can tell renewals from addresses that appear. */
    private final RouteSocket renewals = new RouteSocket();

    private final SocketDestroyer sockets = new SocketDestroyer();
    private final Announcer announcer = new Announcer();
    private final InterfaceSettings settings = new InterfaceSettings();
    private Optional<KernelWatch> watch = Optional.empty();
    private Optional<ClaimWatch> claims = Optional.empty();

    @Override
    public List<KernelLink> links() {
        return route.links();
    }

    @Override
    public List<KernelAddress> addresses() {
        return route.addresses();
    }

    @Override
    public List<KernelAnswer> write(List<AddressWrite> writes, BooleanSupplier mayStill) {
        return renewals.writeAll(writes, mayStill);
    }

    @Override
    public KernelAnswer create(AddressWrite write, BooleanSupplier mayStill) {
        return route.create(write, mayStill);
    }

    @Override
    public KernelAnswer close(IpAddress ip, int interfaceIndex) {
        return route.deleteLocalRoute(ip, interfaceIndex);
    }

    @Override
    public KernelAnswer delete(IpAddress ip, int prefixBits, int interfaceIndex) {
        return route.delete(ip, prefixBits, interfaceIndex);
    }

    @Override
    public SocketDestruction destroySockets(IpAddress ip) {
        return sockets.destroy(ip);
    }

    @Override
    public KernelAnswer announce(IpAddress ip, KernelLink on) {
        return announcer.announce(ip, on);
    }

    @Override
    public KernelAnswer probe(IpAddress ip, KernelLink on) {
        return announcer.probe(ip, on);
    }

    @Override
    public List<String> makeReady(InterfaceName on) {
        return settings.apply(on);
    }

    @Override
    public void watch(Consumer<KernelNotice> notices) {
        watch = Optional.of(KernelWatch.open(renewals, notices));
    }

    @Override
    public void hear(List<KernelLink> links, Consumer<ForeignClaim> heard) {
        claims.ifPresent(ClaimWatch::close);
        claims = Optional.empty();
        if (!links.isEmpty()) {
            claims = Optional.of(ClaimWatch.open(links, heard));
        }
    }

    @Override
    public void close() {
        watch.ifPresent(KernelWatch::close);
        claims.ifPresent(ClaimWatch::close);
        announcer.close();
        sockets.close();
        renewals.close();
        route.close();
    }
}
