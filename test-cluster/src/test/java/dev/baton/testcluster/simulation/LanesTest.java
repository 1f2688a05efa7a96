package dev.baton.testcluster.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** The checker of lanes sees what may not run together. */
@DisplayName("Architecture, section 9: scripts do not overlap outside their lanes")
class LanesTest {

    private static final IpAddress ONE = IpAddress.of("10.0.0.1");
    private static final IpAddress OTHER = IpAddress.of("10.0.0.2");

    private static Event take(IpAddress ip) {
        return new Event.TakeIp(new InterfaceName("eth0"), ip, 24);
    }

    private static Event release(IpAddress ip) {
        return new Event.ReleaseIp(Optional.empty(), ip, 24);
    }

    @Test
    void eventsOfDifferentAddressesRunSideBySide() {
        assertTrue(Lanes.mayRunTogether(List.of(take(ONE), release(OTHER))));
    }

    @Test
    void eventsOfOneAddressDoNot() {
        assertFalse(Lanes.mayRunTogether(List.of(take(ONE), release(ONE))));
    }

    @Test
    void everyOtherEventRunsAlone() {
        assertTrue(Lanes.mayRunTogether(List.of(new Event.Monitor())));
        assertFalse(Lanes.mayRunTogether(List.of(new Event.Monitor(), take(ONE))));
        assertFalse(Lanes.mayRunTogether(List.of(new Event.Monitor(), new Event.Startup())));
    }
}
