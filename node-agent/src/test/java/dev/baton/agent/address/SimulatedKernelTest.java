package dev.baton.agent.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** CTDB events contract, section 15: test mode has no real interface. */
class SimulatedKernelTest {

    private static final InterfaceName ETH1 = new InterfaceName("eth1");
    private static final InterfaceName ETH2 = new InterfaceName("eth2");
    private static final IpAddress IP = IpAddress.of("10.8.1.31");

    private final List<InterfaceName> interfaces = new ArrayList<>(List.of(ETH1, ETH2));
    private final SimulatedKernel kernel = new SimulatedKernel(() -> interfaces);

    @Test
    void everyInterfaceIsThereAndUp() {
        assertEquals(
                List.of(ETH1, ETH2), kernel.links().stream().map(each -> each.name()).toList());
        assertTrue(kernel.links().stream().allMatch(each -> each.up() && each.carrier()));
        interfaces.add(new InterfaceName("eth0"));
        assertEquals(
                Set.of(1, 2, 3),
                kernel.links().stream().map(each -> each.index()).collect(Collectors.toSet()));
    }

    @Test
    void anAddressIsWhereTheLastEventHasPutIt() {
        kernel.ended(new Event.TakeIp(ETH1, IP, 24));
        List<KernelAddress> taken = kernel.addresses();
        kernel.ended(new Event.UpdateIp(Optional.of(ETH1), ETH2, IP, 24));
        List<KernelAddress> updated = kernel.addresses();
        kernel.ended(new Event.Monitor());
        assertEquals(updated, kernel.addresses());
        kernel.ended(new Event.ReleaseIp(Optional.of(ETH2), IP, 24));

        assertEquals("[10.8.1.31/24 on eth1]", taken.toString());
        assertFalse(taken.getFirst().hasLifetime());
        assertEquals("[10.8.1.31/24 on eth2]", updated.toString());
        assertEquals(List.of(), kernel.addresses());
    }

    @Test
    void aWriteGivesALifetimeUnlessItIsTooLate() {
        AddressWrite write = new AddressWrite(IP, 24, 2, 3);

        assertEquals(
                List.of(new KernelAnswer.Withheld()), kernel.write(List.of(write), () -> false));
        assertEquals(List.of(), kernel.addresses());
        assertEquals(List.of(new KernelAnswer.Done()), kernel.write(List.of(write), () -> true));
        assertEquals(3, kernel.addresses().getFirst().validSeconds());
        assertTrue(kernel.delete(IP, 24, 2).isDone());
        assertEquals(List.of(), kernel.addresses());
    }
}
