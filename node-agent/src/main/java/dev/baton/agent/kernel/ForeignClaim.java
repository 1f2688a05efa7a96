package dev.baton.agent.kernel;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

/** Another host says on this interface that it holds the address. */
public record ForeignClaim(IpAddress ip, MacAddress by, InterfaceName on) {}
