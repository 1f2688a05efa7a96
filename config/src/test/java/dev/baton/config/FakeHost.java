package dev.baton.config;

import java.util.List;

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
}
