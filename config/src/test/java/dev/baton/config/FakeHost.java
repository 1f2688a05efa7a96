package dev.baton.config;

import java.util.List;
import java.util.Optional;

/** A host with the interfaces and addresses a test gives it. */
record FakeHost(List<String> interfaces, List<String> addresses) implements HostFacts {

    @Override
    public boolean interfaceExists(InterfaceName name) {
        return interfaces.contains(name.value());
    }

    @Override
    public boolean canBind(IpAddress address) {
        return addresses.contains(address.toString());
    }

    /** Knows nothing of calendars but how many fields they have. */
    @Override
    public Optional<String> wrongCalendar(String text) {
        return text.split(" ").length == 5
                ? Optional.empty()
                : Optional.of("there are not five fields");
    }

    /** Prints its arguments, one to a line; the first one is the exit status, or a problem. */
    @Override
    public ListedNodes nodes(List<String> words) {
        String first = words.get(1);
        return first.matches("\\d+")
                ? new ListedNodes(words.subList(2, words.size()), Integer.parseInt(first), "")
                : ListedNodes.failed("the command " + first);
    }
}
