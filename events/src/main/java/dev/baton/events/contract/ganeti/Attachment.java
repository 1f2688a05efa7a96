package dev.baton.events.contract.ganeti;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a node reaches a volume: what {@code attach} printed, and what was seen of it.
 *
 * <p>Source: storage call-outs contract, section 3.5.
 *
 * @param device on this node; empty for a volume that only programs reach, and for calls that yield
 *     nothing
 * @param uris {@code HYPERVISOR:URI}, in their order
 * @param bytes size of the device; 0 without one
 */
public record Attachment(Optional<String> device, List<String> uris, long bytes) {

    /** What calls other than attach yield. */
    public static final Attachment NONE = new Attachment(Optional.empty(), List.of(), 0);

    public Attachment {
        uris = List.copyOf(uris);
    }

    /** Where a hypervisor finds it; the first line that names it, in any case. */
    public Optional<String> uri(String hypervisor) {
        String prefix = hypervisor.toLowerCase(Locale.ROOT) + ":";
        return uris.stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .findFirst();
    }

    /**
     * Reads what {@code attach} printed. One final newline is nobody's, empty lines behind it say
     * nothing.
     *
     * @return empty when it names neither a device nor an address
     */
    static Optional<Attachment> read(String out) {
        List<String> lines = List.of(out.split("\n", -1));
        String first = lines.getFirst();
        List<String> uris = lines.stream().skip(1).filter(line -> !line.isEmpty()).toList();
        if (first.isEmpty() && uris.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> device = first.isEmpty() ? Optional.empty() : Optional.of(first);
        return Optional.of(new Attachment(device, uris, 0));
    }

    Attachment ofSize(long size) {
        return new Attachment(device, uris, size);
    }
}
