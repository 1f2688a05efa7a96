package dev.baton.events;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.util.List;
import java.util.Optional;

/**
 * One event of a node with its arguments.
 *
 * <p>Source: CTDB events contract, section 5.
 */
public sealed interface Event {

    /** What an unknown interface is called in an argument list. */
    String NO_INTERFACE = "__none__";

    /** The event that gives way to all others. */
    String MONITOR = "monitor";

    /** The word scripts get as their first argument. */
    String name();

    /** What follows the name, in order. */
    default List<String> arguments() {
        return List.of();
    }

    /** The public address this event is about; empty for events of the whole node. */
    default Optional<IpAddress> address() {
        return Optional.empty();
    }

    /** An event about one public address. */
    sealed interface OfAddress extends Event {
        IpAddress ip();

        @Override
        default Optional<IpAddress> address() {
            return Optional.of(ip());
        }
    }

    record Init() implements Event {
        @Override
        public String name() {
            return "init";
        }
    }

    record Setup() implements Event {
        @Override
        public String name() {
            return "setup";
        }
    }

    record Startup() implements Event {
        @Override
        public String name() {
            return "startup";
        }
    }

    record Shutdown() implements Event {
        @Override
        public String name() {
            return "shutdown";
        }
    }

    record Monitor() implements Event {
        @Override
        public String name() {
            return MONITOR;
        }
    }

    record StartRecovery() implements Event {
        @Override
        public String name() {
            return "startrecovery";
        }
    }

    record Recovered() implements Event {
        @Override
        public String name() {
            return "recovered";
        }
    }

    record StartIpReallocate() implements Event {
        @Override
        public String name() {
            return "startipreallocate";
        }
    }

    record IpReallocated() implements Event {
        @Override
        public String name() {
            return "ipreallocated";
        }
    }

    record TakeIp(InterfaceName on, IpAddress ip, int maskBits) implements OfAddress {
        @Override
        public String name() {
            return "takeip";
        }

        @Override
        public List<String> arguments() {
            return List.of(on.value(), ip.toString(), Integer.toString(maskBits));
        }
    }

    record ReleaseIp(Optional<InterfaceName> on, IpAddress ip, int maskBits) implements OfAddress {
        @Override
        public String name() {
            return "releaseip";
        }

        @Override
        public List<String> arguments() {
            return List.of(text(on), ip.toString(), Integer.toString(maskBits));
        }
    }

    record UpdateIp(Optional<InterfaceName> from, InterfaceName to, IpAddress ip, int maskBits)
            implements OfAddress {
        @Override
        public String name() {
            return "updateip";
        }

        @Override
        public List<String> arguments() {
            return List.of(text(from), to.value(), ip.toString(), Integer.toString(maskBits));
        }
    }

    /**
     * An event known by its name only, of any component; never under a lease, even if it names an
     * address. Source: CTDB events contract, section 2 (number 2).
     */
    record Other(String name, List<String> arguments) implements Event {
        public Other {
            arguments = List.copyOf(arguments);
            if (name.isEmpty() || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("expected the name of an event, got \"\"");
            }
        }
    }

    private static String text(Optional<InterfaceName> on) {
        return on.map(InterfaceName::value).orElse(NO_INTERFACE);
    }
}
