package dev.baton.agent.wire;

import java.nio.file.Path;

/**
 * PEM files that turn on mutual TLS, for the listener and the dialer alike.
 *
 * <p>Any certificate of the authority may be used by any node; the node's number is checked against
 * its address. The authority must therefore sign for this cluster only.
 *
 * @param certificate the certificate (chain) of this node
 * @param key the private key of it, PKCS 8, unencrypted
 * @param authority the certificates this cluster trusts
 */
public record WireTls(Path certificate, Path key, Path authority) {}
