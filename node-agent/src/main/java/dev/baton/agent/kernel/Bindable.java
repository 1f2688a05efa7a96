package dev.baton.agent.kernel;

import dev.baton.config.IpAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Whether this host has an address, found out by binding it; how a node recognises itself in the
 * list of nodes.
 *
 * <p>Always yes where the administrator set ip_nonlocal_bind.
 */
public final class Bindable {

    private Bindable() {}

    public static boolean isBindable(IpAddress ip) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(ip.inet(), 0));
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }
}
