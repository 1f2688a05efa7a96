package dev.baton.agent.address;

import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.monitoring.metrics.RenewalResult;
import dev.baton.orchestrator.exchange.Input;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is around the room of a test, written down in order. */
final class RecordedRoom {

    final RecordingKernel kernel = new RecordingKernel();
    final List<Input> told = new CopyOnWriteArrayList<>();
    final List<RenewalResult> renewed = new CopyOnWriteArrayList<>();
    final List<Job> later = new CopyOnWriteArrayList<>();
    final List<Throwable> broken = new CopyOnWriteArrayList<>();
    volatile boolean processes = true;
    volatile boolean noProcessLeft = true;
    private final PublicAddressesFile addresses;

    RecordedRoom(List<IpAddress> ips) {
        addresses =
                PublicAddressesFile.of(
                        ips.stream()
                                .map(ip -> new PublicAddress(ip, 24, List.of(RecordingKernel.ETH)))
                                .toList());
    }

    AddressWiring wiring() {
        return new AddressWiring(
                addresses,
                ip -> processes,
                ip -> noProcessLeft,
                told::add,
                renewed::add,
                broken::add);
    }
}
