package dev.baton.agent.address;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;
import dev.baton.events.process.Shortcut;
import dev.baton.orchestrator.exchange.Effect;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Takes and releases an address as our interface script does, without a process. Whatever is out of
 * the ordinary is declined: then the script, which knows more, is started.
 *
 * <p>Thread: the room's. Source: safety rule, section 3; CTDB events contract, sections 13.2, 13.3.
 */
final class AddressShortcuts {

    private final AddressKernel kernel;
    private final Links links;
    private final AddressRemoval removal;

    AddressShortcuts(AddressKernel kernel, Links links, AddressRemoval removal) {
        this.kernel = kernel;
        this.links = links;
        this.removal = removal;
    }

    Shortcut.Answer take(Effect.RunEvent effect, Collection<IpAddress> dropping) {
        if (effect.event() instanceof Event.ReleaseIp release) {
            return release(release.ip());
        }
        if (effect.event() instanceof Event.TakeIp take && !dropping.contains(take.ip())) {
            return effect.lease().map(lease -> take(take, lease)).orElseGet(this::declined);
        }
        return declined();
    }

    private Shortcut.Answer take(Event.TakeIp take, Effect.EventLease lease) {
        Optional<KernelLink> link = links.find(take.on()).filter(KernelLink::up);
        if (link.isEmpty() || lease.lifetimeSeconds() < 1) {
            return declined();
        }
        int index = link.get().index();
        AddressWrite write =
                new AddressWrite(take.ip(), take.maskBits(), index, lease.lifetimeSeconds());
        KernelAnswer answer = kernel.create(write, () -> !isLate(lease));
        if (answer instanceof KernelAnswer.Withheld) {
            return new Shortcut.Answer.TooLate("the lease was too old to add the address");
        }
        if (!answer.isDone()) {
            return declined();
        }
        if (isLate(lease)) {
            kernel.delete(take.ip(), take.maskBits(), index);
            return new Shortcut.Answer.Failed("the address was added too late and taken away");
        }
        return new Shortcut.Answer.Done();
    }

    private static boolean isLate(Effect.EventLease lease) {
        return System.nanoTime() - lease.latest().nanos() > 0;
    }

    /**
     * Close, reset, delete: without its local route the address takes no packet, so nothing new is
     * accepted; it is still there to send from, so clients hear of the reset at once.
     */
    private Shortcut.Answer release(IpAddress ip) {
        kernel.addresses().stream().filter(address -> address.ip().equals(ip)).forEach(this::close);
        removal.destroySockets(ip);
        boolean gone = AddressRemoval.isAbsent(ip, removal.deleteAll(List.of(ip)));
        return gone ? new Shortcut.Answer.Done() : declined();
    }

    /** A route that is missing already takes no packet either; deletion is what counts. */
    private void close(KernelAddress address) {
        var _ = kernel.close(address.ip(), address.interfaceIndex());
    }

    private Shortcut.Answer declined() {
        return new Shortcut.Answer.Declined();
    }
}
