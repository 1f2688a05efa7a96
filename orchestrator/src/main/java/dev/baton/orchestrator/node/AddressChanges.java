package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What operators change about the public addresses of this node while it runs.
 *
 * <p>A new address exists only once the shell watches for it, so that one that is there already and
 * should not be is seen. A deleted one that is carried stays until a run has taken it away. All of
 * it is gone with the node's life. Source: CTDB command contract, section 4, {@code addip}, {@code
 * delip}, {@code reloadips}; CTDB events contract, section 13.3.
 */
final class AddressChanges {

    private static final int MOST_PENDING = 100;

    /** A change the shell was told of; its addresses replace or join those there are. */
    private record Pending(
            Asker asker, TreeMap<IpAddress, PublicAddress> wanted, TreeSet<IpAddress> deleted) {}

    private final HostedAddresses addresses;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private long generation;

    AddressChanges(HostedAddresses addresses) {
        this.addresses = addresses;
    }

    /** What it came to; empty while the shell is asked. */
    Optional<OperatorReply> add(Work work, Asker asker, OperatorCommand.AddAddress command) {
        IpAddress ip = command.address().ip();
        Optional<HostedAddress> known = addresses.find(ip);
        if (known.isPresent()) {
            boolean left = known.get().isLeaving();
            addresses.keep(known.get());
            return done(ip + (left ? " stays" : " is known already"));
        }
        TreeMap<IpAddress, PublicAddress> wanted = new TreeMap<>();
        wanted.put(ip, command.address());
        return apply(work, new Pending(asker, wanted, new TreeSet<>()));
    }

    OperatorReply delete(Work work, OperatorCommand.DeleteAddress command) {
        if (addresses.find(command.ip()).isEmpty()) {
            return new OperatorReply.NotFound(
                    "this node does not know the address " + command.ip());
        }
        addresses.delete(work, command.ip());
        return new OperatorReply.Done("deleted " + command.ip());
    }

    /** What it came to; empty while the shell is asked. */
    Optional<OperatorReply> set(Work work, Asker asker, OperatorCommand.SetAddresses command) {
        TreeMap<IpAddress, PublicAddress> wanted = new TreeMap<>();
        command.addresses().forEach(address -> wanted.put(address.ip(), address));
        TreeSet<IpAddress> deleted = new TreeSet<>();
        for (HostedAddress host : addresses.all()) {
            PublicAddress line = wanted.get(host.address().ip());
            if (line == null) {
                deleted.add(host.address().ip());
            } else if (line.equals(host.address())) {
                addresses.keep(host);
                wanted.remove(line.ip());
            }
        }
        return apply(work, new Pending(asker, wanted, deleted));
    }

    private Optional<OperatorReply> apply(Work work, Pending change) {
        long added =
                change.wanted().keySet().stream()
                        .filter(ip -> addresses.find(ip).isEmpty())
                        .count();
        if (addresses.all().size() + added > PublicAddressesFile.MOST
                || pending.size() >= MOST_PENDING) {
            return Optional.of(
                    new OperatorReply.Refused(
                            "a node carries at most "
                                    + PublicAddressesFile.MOST
                                    + " public addresses and takes at most "
                                    + MOST_PENDING
                                    + " changes at once"));
        }
        if (change.wanted().isEmpty()) {
            change.deleted().forEach(ip -> addresses.delete(work, ip));
            return done("done");
        }
        pending.put(generation + 1, change);
        watch(work);
        return Optional.empty();
    }

    /** The shell's answer; who is to hear what of it. */
    Optional<Asker> watched(Work work, long answered, String problem) {
        Optional<Pending> change = Optional.ofNullable(pending.remove(answered));
        if (problem.isEmpty()) {
            change.ifPresent(each -> carryOut(work, each));
        }
        return change.map(Pending::asker);
    }

    private void carryOut(Work work, Pending change) {
        addresses.put(work, change.wanted().values());
        change.deleted().forEach(ip -> addresses.delete(work, ip));
        watch(work);
    }

    /** What was deleted and is not carried any more goes, with what only it used. */
    void wake(Work work) {
        if (addresses.removeGone()) {
            watch(work);
        }
    }

    private void watch(Work work) {
        TreeMap<IpAddress, PublicAddress> all = new TreeMap<>();
        for (HostedAddress host : addresses.all()) {
            join(all, host.address());
            host.successor.ifPresent(next -> join(all, next));
        }
        pending.values()
                .forEach(change -> change.wanted().values().forEach(each -> join(all, each)));
        work.effect(new Effect.WatchAddresses(++generation, new ArrayList<>(all.values())));
    }

    /** While an address changes, the interfaces of both its lines count. */
    private static void join(SortedMap<IpAddress, PublicAddress> all, PublicAddress address) {
        SequencedSet<InterfaceName> names = new LinkedHashSet<>(address.interfaces());
        PublicAddress other = all.get(address.ip());
        if (other != null) {
            names.addAll(other.interfaces());
        }
        List<InterfaceName> both = List.copyOf(names);
        all.put(address.ip(), new PublicAddress(address.ip(), address.maskBits(), both));
    }

    private static Optional<OperatorReply> done(String text) {
        return Optional.of(new OperatorReply.Done(text));
    }
}
