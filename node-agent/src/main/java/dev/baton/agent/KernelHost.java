package dev.baton.agent;

import dev.baton.agent.kernel.Bindable;
import dev.baton.agent.round.CronCalendar;
import dev.baton.config.HostFacts;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.ListedNodes;
import dev.baton.events.process.ListingProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What this machine's kernel says about settings. */
record KernelHost() implements HostFacts {

    /** A leader that reloads the nodes waits 5 s for what each node lists. */
    private static final Duration LISTING_LIMIT = Duration.ofSeconds(4);

    @Override
    public boolean interfaceExists(InterfaceName name) {
        return Files.exists(Path.of("/proc/sys/net/ipv4/conf").resolve(name.value()));
    }

    @Override
    public boolean canBind(IpAddress address) {
        return Bindable.isBindable(address);
    }

    @Override
    public Optional<String> wrongCalendar(String text) {
        return CronCalendar.wrong(text);
    }

    @Override
    public ListedNodes nodes(List<String> words) {
        try {
            ListingProgram.Printed printed = ListingProgram.run(words, LISTING_LIMIT);
            return new ListedNodes(printed.lines(), printed.exitStatus(), "");
        } catch (ListingProgram.Failed failed) {
            return ListedNodes.failed("the command " + failed.getMessage());
        }
    }

    /** Whether this host has an interface; CTDB's test mode does not look. */
    static Predicate<InterfaceName> interfaces(Map<String, String> environment) {
        KernelHost host = new KernelHost();
        return name -> environment.containsKey("CTDB_TEST_MODE") || host.interfaceExists(name);
    }

    /** The kernel's name of this host; asking a name server could take seconds. */
    static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
