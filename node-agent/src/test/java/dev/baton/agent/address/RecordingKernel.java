package dev.baton.agent.address;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.ForeignClaim;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelFailure;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.agent.kernel.KernelNotice;
import dev.baton.agent.kernel.MacAddress;
import dev.baton.agent.kernel.SocketDestruction;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A kernel of one interface that keeps what it is told and writes down every change, in order. */
final class RecordingKernel implements AddressKernel {

    static final InterfaceName ETH = new InterfaceName("eth1");

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<List<KernelLink>> heard = new CopyOnWriteArrayList<>();
    private final List<KernelAddress> present = new CopyOnWriteArrayList<>();
    volatile KernelAnswer answer = new KernelAnswer.Done();
    volatile List<KernelLink> links =
            List.of(new KernelLink(7, ETH, true, true, mac(1), KernelLink.ETHERNET));
    volatile boolean deletes = true;
    volatile boolean readable = true;

    /** What a write waits for. */
    volatile Runnable slow = () -> {};

    volatile Consumer<KernelNotice> notices = notice -> {};
    volatile Consumer<ForeignClaim> claims = claim -> {};

    static MacAddress mac(int last) {
        return MacAddress.of(new byte[] {2, 0, 0, 0, 0, (byte) last});
    }

    static KernelAddress address(IpAddress ip) {
        return new KernelAddress(ip, 24, 7, ETH, 3, false, false, false);
    }

    void carry(KernelAddress address) {
        present.add(address);
    }

    boolean carries(IpAddress ip) {
        return present.stream().anyMatch(address -> address.ip().equals(ip));
    }

    @Override
    public List<KernelLink> links() {
        check();
        return links;
    }

    @Override
    public List<KernelAddress> addresses() {
        check();
        return List.copyOf(present);
    }

    private void check() {
        if (!readable) {
            throw new KernelFailure("cannot read the kernel");
        }
    }

    @Override
    public List<KernelAnswer> write(List<AddressWrite> writes, BooleanSupplier mayStill) {
        List<KernelAnswer> answers = new ArrayList<>();
        for (AddressWrite write : writes) {
            answers.add(mayStill.getAsBoolean() ? written(write) : new KernelAnswer.Withheld());
        }
        return answers;
    }

    private KernelAnswer written(AddressWrite write) {
        calls.add("write " + write.ip() + " " + write.lifetimeSeconds());
        present.removeIf(address -> address.ip().equals(write.ip()));
        carry(address(write.ip()));
        slow.run();
        return answer;
    }

    @Override
    public KernelAnswer create(AddressWrite write, BooleanSupplier mayStill) {
        if (!mayStill.getAsBoolean()) {
            return new KernelAnswer.Withheld();
        }
        calls.add("create " + write.ip() + " " + write.lifetimeSeconds());
        if (answer.isDone()) {
            carry(address(write.ip()));
        }
        slow.run();
        return answer;
    }

    @Override
    public KernelAnswer close(IpAddress ip, int interfaceIndex) {
        calls.add("close " + ip);
        return answer;
    }

    @Override
    public KernelAnswer delete(IpAddress ip, int prefixBits, int interfaceIndex) {
        calls.add("delete " + ip);
        if (deletes) {
            present.removeIf(address -> address.ip().equals(ip));
        }
        return answer;
    }

    @Override
    public SocketDestruction destroySockets(IpAddress ip) {
        calls.add("sockets " + ip);
        return new SocketDestruction.Destroyed(1);
    }

    @Override
    public KernelAnswer announce(IpAddress ip, KernelLink on) {
        calls.add("announce " + ip + " on " + on.name());
        return answer;
    }

    @Override
    public KernelAnswer probe(IpAddress ip, KernelLink on) {
        calls.add("probe " + ip + " on " + on.name());
        return answer;
    }

    @Override
    public List<String> makeReady(InterfaceName on) {
        calls.add("ready " + on);
        return List.of();
    }

    @Override
    public void watch(Consumer<KernelNotice> consumer) {
        notices = consumer;
    }

    @Override
    public void hear(List<KernelLink> on, Consumer<ForeignClaim> consumer) {
        heard.add(on);
        claims = consumer;
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
