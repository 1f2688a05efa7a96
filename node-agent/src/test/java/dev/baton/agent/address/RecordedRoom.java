package dev.baton.agent.address;

import dev.baton.config.ForeignAddress;
import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.monitoring.metrics.RenewalResult;
import dev.baton.orchestrator.exchange.Input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is around the room of a test, written down in order. */
final class RecordedRoom {

    static final IpAddress NODE = IpAddress.of("10.0.0.200");

    final RecordingKernel kernel = new RecordingKernel();
    final List<Input> told = new CopyOnWriteArrayList<>();
    final List<RenewalResult> renewed = new CopyOnWriteArrayList<>();
    final List<Job> later = new CopyOnWriteArrayList<>();
    final List<Throwable> broken = new CopyOnWriteArrayList<>();
    ForeignAddress foreign = ForeignAddress.WARN;
    volatile boolean processes = true;
    volatile boolean noProcessLeft = true;
    final CarriedAddresses carried;

    RecordedRoom(List<IpAddress> ips) {
        PublicAddressesFile addresses =
                PublicAddressesFile.of(
                        ips.stream()
                                .map(ip -> new PublicAddress(ip, 24, List.of(RecordingKernel.ETH)))
                                .toList());
        carried =
                new CarriedAddresses(
                        addresses, file(), name -> !name.value().startsWith("no"), NODE::equals);
    }

    private static Path file() {
        try {
            Path directory = Files.createTempDirectory("carried");
            directory.toFile().deleteOnExit();
            Path file = directory.resolve("public_addresses");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    AddressWiring wiring() {
        return new AddressWiring(
                carried,
                foreign,
                false,
                ip -> processes,
                ip -> noProcessLeft,
                told::add,
                renewed::add,
                _ -> {},
                broken::add);
    }
}
