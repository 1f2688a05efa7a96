package dev.baton.events.provider;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this node reaches a volume: as a device, or by addresses that programs understand, or both.
 *
 * <p>Source: storage call-outs contract, section 3.5.
 *
 * @param addresses {@code HYPERVISOR:URI}
 */
public record Attached(Optional<Path> device, List<String> addresses) {

    public Attached {
        addresses = List.copyOf(addresses);
        if (device.isEmpty() && addresses.isEmpty()) {
            throw new IllegalArgumentException("expected a device or an address, got neither");
        }
    }

    /** As a block device. */
    public static Attached as(Path device) {
        return new Attached(Optional.of(device), List.of());
    }

    /** Only for programs, such as {@code kvm} with {@code rbd:pool/volume}. */
    public static Attached at(String hypervisor, String uri) {
        return new Attached(Optional.empty(), List.of(hypervisor + ":" + uri));
    }

    /** What the script prints: the device or an empty line, then the addresses. */
    String text() {
        String first = device.map(Path::toString).orElse("");
        return first + "\n" + String.join("\n", addresses) + (addresses.isEmpty() ? "" : "\n");
    }
}
