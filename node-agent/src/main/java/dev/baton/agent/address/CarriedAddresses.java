package dev.baton.agent.address;

import dev.baton.config.ClusterSettings;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The public addresses this node may carry now, and the file that says so to the launcher and to
 * scripts: what operators add while the agent runs stands in no other.
 *
 * <p>The file is written before an address may be carried, so that the launcher of the next life
 * finds what this one left in the kernel. It needs not outlive the machine. Thread: changed by the
 * room's, read by any.
 */
public final class CarriedAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(CarriedAddresses.class);

    private final Path file;
    private final Predicate<InterfaceName> exists;
    private final Predicate<IpAddress> ofNode;
    private volatile PublicAddressesFile now;

    /**
     * Begins with what the settings say.
     *
     * @param exists whether this host has an interface
     */
    public CarriedAddresses(ClusterSettings settings, Predicate<InterfaceName> exists) {
        this(
                settings.publicAddresses(),
                settings.layout().carriedAddresses(),
                exists,
                ip -> settings.nodes().pnnOf(ip).isPresent());
    }

    CarriedAddresses(
            PublicAddressesFile first,
            Path file,
            Predicate<InterfaceName> exists,
            Predicate<IpAddress> ofNode) {
        this.now = first;
        this.file = file;
        this.exists = exists;
        this.ofNode = ofNode;
    }

    /** Writes the file of a new life; where scripts find the addresses. */
    public Path begin(Path otherwise) {
        Optional<String> problem = write(now);
        problem.ifPresent(why -> LOG.warn("addresses_not_written file={} why=\"{}\"", file, why));
        return problem.isEmpty() ? file : otherwise;
    }

    boolean isPublic(IpAddress ip) {
        return now.find(ip).isPresent();
    }

    SortedSet<InterfaceName> interfaces() {
        return now.interfaces();
    }

    /** From now on these; a sentence when that cannot be, and nothing is changed. */
    Optional<String> change(List<PublicAddress> addresses) {
        PublicAddressesFile next = PublicAddressesFile.of(addresses);
        Optional<String> problem =
                addresses.stream().flatMap(each -> problem(each).stream()).findFirst();
        Optional<String> unwritten = problem.isPresent() ? problem : write(next);
        if (unwritten.isEmpty()) {
            now = next;
        }
        return unwritten;
    }

    private Optional<String> problem(PublicAddress address) {
        boolean isNew = !isPublic(address.ip());
        if (isNew && ofNode.test(address.ip())) {
            return Optional.of(
                    address.ip() + " is the private address of a node, which never moves");
        }
        return address.interfaces().stream()
                .filter(name -> !interfaces().contains(name) && !exists.test(name))
                .findFirst()
                .map(name -> "interface " + name + " does not exist on this node");
    }

    /** As a whole or not at all. */
    private Optional<String> write(PublicAddressesFile addresses) {
        List<String> lines = new ArrayList<>();
        addresses.list().forEach(address -> lines.add(line(address)));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.write(next, lines);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("cannot write " + file + ": " + failed);
        }
    }

    private static String line(PublicAddress address) {
        return address.interfaces().stream()
                .map(InterfaceName::value)
                .collect(Collectors.joining(",", address + " ", ""));
    }
}
