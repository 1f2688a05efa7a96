package dev.baton.agent.address;

import dev.baton.agent.kernel.ForeignClaim;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.agent.kernel.KernelNotice;
import dev.baton.config.IpAddress;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Input;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells the core what the kernel does to public addresses and who else claims them. */
final class Notices {

    private static final long CLAIM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AddressKernel kernel;
    private final AddressWiring wiring;
    private final Probes probes;
    private final Consumer<Job> later;

    /** What this kernel carries; a claim for anything else is nobody's business here. */
    private final Set<IpAddress> carried = new ConcurrentSkipListSet<>();

    private final Map<IpAddress, Long> lastClaims = new TreeMap<>();
    private List<KernelLink> listening = List.of();

    Notices(AddressKernel kernel, AddressWiring wiring, Probes probes, Consumer<Job> later) {
        this.probes = probes;
        this.kernel = kernel;
        this.wiring = wiring;
        this.later = later;
    }

    void open() {
        kernel.watch(this::notice);
    }

    /** Hears claims on these interfaces from now on. */
    void listenOn(List<KernelLink> links) {
        if (!indexes(links).equals(indexes(listening))) {
            listening = links;
            kernel.hear(links, this::claim);
        }
    }

    /** The public ones among these, remembered as carried. */
    List<AddressSeen> seen(List<KernelAddress> addresses) {
        List<AddressSeen> seen =
                addresses.stream()
                        .filter(address -> wiring.isPublic(address.ip()))
                        .map(Notices::seen)
                        .toList();
        TreeSet<IpAddress> now = new TreeSet<>();
        seen.forEach(each -> now.add(each.ip()));
        carried.retainAll(now);
        carried.addAll(now);
        return seen;
    }

    SortedSet<IpAddress> hosted() {
        return new TreeSet<>(carried);
    }

    private void notice(KernelNotice notice) {
        switch (notice) {
            case KernelNotice.AddressAdded(var address) -> {
                if (wiring.isPublic(address.ip())) {
                    carried.add(address.ip());
                    wiring.inbox().accept(new Input.AddressAppeared(seen(address)));
                }
            }
            case KernelNotice.AddressRemoved(var address) -> {
                if (wiring.isPublic(address.ip())) {
                    carried.remove(address.ip());
                    wiring.inbox().accept(new Input.AddressVanished(address.ip(), address.on()));
                }
            }
            case KernelNotice.LinkChanged(var link) -> linkChanged(link.name().value());
            case KernelNotice.LinkRemoved(var name) -> linkChanged(name.value());
            case KernelNotice.Overflow _ -> {
                later.accept(new Job.LookAtLinks());
                later.accept(new Job.LookAtAddresses());
            }
        }
    }

    private void linkChanged(String name) {
        if (wiring.interfaces().stream().anyMatch(each -> each.value().equals(name))) {
            later.accept(new Job.LookAtLinks());
        }
    }

    /** Questions the network was asked are answered by the room, whoever the machine is. */
    private void claim(ForeignClaim claim) {
        if (probes.isOpen(claim.ip())) {
            later.accept(new Job.Claimed(claim.ip(), claim.by().toString()));
        }
        if (carried.contains(claim.ip()) && isDue(claim.ip(), System.nanoTime())) {
            wiring.inbox().accept(new Input.ClaimSeen(claim.ip(), claim.by().toString()));
        }
    }

    private synchronized boolean isDue(IpAddress ip, long now) {
        Long last = lastClaims.get(ip);
        if (last != null && now - last < CLAIM_NANOS) {
            return false;
        }
        lastClaims.put(ip, now);
        return true;
    }

    private static List<Integer> indexes(List<KernelLink> links) {
        return links.stream().map(KernelLink::index).toList();
    }

    private static AddressSeen seen(KernelAddress address) {
        return new AddressSeen(
                address.ip(),
                address.prefixBits(),
                address.on(),
                address.hasLifetime() ? address.validSeconds() : -1,
                !address.tentative() && !address.dadFailed());
    }
}
